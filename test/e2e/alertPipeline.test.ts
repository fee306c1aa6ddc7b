import { detections } from '../../content/detections.generated';
import { compileRuleSet } from '../../shared/core/detect/sigma/ruleSet';
import { type ExportReader, type Exported, readExport } from './support/exportHub';
import { homeSubscription, newPlace, type Place, type RunningPlatform, startPlatform } from './support/platform';
import { send } from './support/send';
import { until } from './support/until';

const provider = `/subscriptions/${homeSubscription}/providers/Microsoft.Security`;
const group = `/subscriptions/${homeSubscription}/resourceGroups/e2e`;
const suppression = `${provider}/alertsSuppressionRules/quiet?api-version=2019-01-01-preview`;
const servers = `${provider}/pricings/VirtualMachines?api-version=2022-03-01`;

/** Far more than it takes: a slow machine is no failure, and the time is printed. */
const generousMs = 60_000;

/** The first positive case of the test alert of a platform, made new by a mark in place of what is its own. */
function testAlertOf(file: string, marks: [string, string][]): string {
  const rule = compileRuleSet(detections).rules.find((one) => one.file.endsWith(file))!;
  return marks.reduce((body, [old, mark]) => body.replaceAll(old, mark), rule.cases!.positive[0]!.body);
}

const host = (name: string): [string, string][] => [['win-1.example.com', `${name}.example.com`]];

describe('the alert pipeline', () => {
  let place: Place;
  let platform: RunningPlatform;
  let siem: ExportReader;

  beforeAll(async () => {
    place = await newPlace();
    platform = await startPlatform(place);
    siem = await readExport(place, platform);
    // The first alert of a process waits until everything is loaded.
    await send(platform, [testAlertOf('windows/testAlert.yml', host('warm'))]);
    await exported('the first alert', ({ CompromisedEntity }) => CompromisedEntity === 'warm.example.com');
  }, 180_000);

  afterAll(async () => {
    await siem?.close();
    await platform?.stop();
  }, 30_000);

  const exported = (what: string, wanted: (event: Exported) => boolean): Promise<Exported> =>
    until(what, async () => siem.events.find(wanted), generousMs);

  it.each([
    ['Windows', 'VM_EICAR', testAlertOf('windows/testAlert.yml', host('timed')), 'timed.example.com'],
    ['Linux', 'VM_EICAR', testAlertOf('linux/testAlert.yml', []), ''],
    ['Kubernetes', 'K8S.NODE_EICAR', testAlertOf('kubernetes/testAlert.yml', []), ''],
  ])(
    'takes the test alert of %s from the hub to the export',
    async (name, alertType, body, entity) => {
      const before = new Set(siem.events);
      const started = performance.now();
      await send(platform, [body]);
      const event = await exported(`the test alert of ${name}`, (one) => {
        const isNew = !before.has(one) && one['AlertType'] === alertType;
        return isNew && (entity === '' || one['CompromisedEntity'] === entity);
      });
      const seconds = (performance.now() - started) / 1000;
      console.info(`${name}: ${seconds.toFixed(1)} s from send to export (target 10 s)`);
      expect(event).toMatchObject({ Severity: 'High', Status: 'New', Intent: 'Execution' });
      expect(event['ConfidenceScore']).toBeGreaterThan(0.5);
    },
    generousMs + 10_000,
  );

  it('dismisses what a suppression rule names, at once, and exports it as dismissed', async () => {
    const api = await platform.api();
    const allOf = [{ field: 'entities.host.hostname', contains: 'HUSHED' }];
    await api.put(suppression, {
      properties: { alertType: 'VM_EICAR', reason: 'Noise', state: 'Enabled', suppressionAlertsScope: { allOf } },
    });
    await send(platform, [testAlertOf('windows/testAlert.yml', host('hushed'))]);
    const event = await exported('the hushed alert', (one) => one['CompromisedEntity'] === 'hushed.example.com');
    expect(event['Status']).toBe('Dismissed');
  }, 90_000);

  it('raises nothing of a plan that is off, and goes on with the others', async () => {
    const api = await platform.api();
    await api.put(servers, { properties: { pricingTier: 'Free' } });
    await send(platform, [testAlertOf('windows/testAlert.yml', host('off'))]);
    await send(platform, [
      testAlertOf('kubernetes/testAlert.yml', [
        ['alice@', 'bob@'],
        ['e1c3', 'e1d3'],
      ]),
    ]);
    await exported('the alert of another plan', (one) => JSON.stringify(one).includes('"bob"'));
    expect(siem.events.filter((one) => one['CompromisedEntity'] === 'off.example.com')).toEqual([]);
    await api.put(servers, { properties: { pricingTier: 'Standard' } });
  }, 90_000);

  it('joins alerts that share a machine into one incident that grows, and exports it', async () => {
    const resourceId = `${group}/providers/Microsoft.Compute/virtualMachines/story`;
    await send(platform, [foreign(resourceId, 'one', 'InitialAccess'), foreign(resourceId, 'two', 'Execution')]);
    const first = await exported('the incident', (one) => one['IsIncident'] === true && membersOf(one) === 2);
    await send(platform, [foreign(resourceId, 'three', 'Impact')]);
    const grown = await exported('the grown incident', (one) => one['IsIncident'] === true && membersOf(one) === 3);
    expect(grown['SystemAlertId']).toBe(first['SystemAlertId']);
    expect(grown).toMatchObject({ AzureResourceId: resourceId, Intent: 'Impact', Status: 'New' });
  }, 150_000);

  it('raises the sample alerts of a bundle, which reach the export', async () => {
    const path = `${provider}/locations/local/alerts/default/simulate?api-version=2021-11-01`;
    const answer = await fetch(`${platform.endpoints.api}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await platform.token()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ properties: { kind: 'Bundles', bundles: ['KeyVaults'] } }),
    });
    expect(answer.status).toBe(204);
    const samples = await until('five samples', async () => {
      const found = siem.events.filter((one) => String(one['AlertDisplayName']).startsWith('[SAMPLE ALERT] '));
      return found.length >= 5 ? found : undefined;
    });
    expect(samples).toHaveLength(5);
    expect(samples.every((one) => String(one['AzureResourceId']).endsWith('/vaults/Sample-KV'))).toBe(true);
  }, 90_000);
});

const membersOf = (event: Exported): number =>
  Number((event['ExtendedProperties'] as Record<string, string>)['Number of alerts']);

/** An alert of another product about a machine, as Defender for Cloud exports it. */
const foreign = (resourceId: string, name: string, intent: string): object => ({
  VendorName: 'Microsoft',
  ProductName: 'Microsoft Defender for Cloud',
  AlertType: `VM_${name}`,
  AlertDisplayName: `Step ${name}`,
  Description: 'A step.',
  SystemAlertId: `${name}-e2e`,
  Severity: 'Medium',
  Status: 'New',
  Intent: intent,
  StartTimeUtc: '2026-11-21T09:00:00.000Z',
  EndTimeUtc: '2026-11-21T09:00:00.000Z',
  TimeGenerated: '2026-11-21T09:00:01.000Z',
  AzureResourceId: resourceId,
  CompromisedEntity: 'story',
  Entities: [],
  ExtendedProperties: {},
  RemediationSteps: [],
  ResourceIdentifiers: [{ $id: '2', AzureResourceId: resourceId, Type: 'AzureResource' }],
});
