import { createForeignAlertDetector } from '../../shared/core/detect/foreign/foreignAlertDetector';
import { unguarded } from '../../shared/core/detect/ruleGuard';
import { alertPayload } from '../../shared/core/fanout/payloads/alert';
import { changeAlertStatus } from '../../shared/flows/changeAlertStatus';
import { raiseAlerts } from '../../shared/flows/raiseAlerts';
import { alertResource } from '../../shared/http/alertResource';
import type { AlertDocument } from '../../shared/model/documents/findings';
import type { JsonObject } from '../../shared/model/json';
import { eventsOf } from '../content/eventsOf';
import { finding } from '../core/alert/finding';
import { memoryPorts, type MemoryPorts } from '../doubles/memoryPorts';
import { home, machine } from './support/ingestWorld';

const detector = createForeignAlertDetector(unguarded);
const id = '2516000000000000000_00000000-0000-0000-0000-0000000000d1';
const publicUrl = 'https://sky.example.com';

const alert = (more: JsonObject = {}): JsonObject => ({
  VendorName: 'Microsoft',
  ProductName: 'Microsoft Defender for Cloud',
  AlertType: 'VM_Example',
  AlertDisplayName: 'Something bad',
  StartTimeUtc: '2026-11-21T08:00:00Z',
  EndTimeUtc: '2026-11-21T08:05:00Z',
  TimeGenerated: '2026-11-21T08:06:00Z',
  Severity: 'Medium',
  Status: 'New',
  SystemAlertId: id,
  AzureResourceId: machine,
  AlertUri: 'https://portal.example.com/alert/1',
  ...more,
});
const resolved = {
  Status: 'Resolved',
  Severity: 'High',
  EndTimeUtc: '2026-11-21T09:00:00Z',
  TimeGenerated: '2026-11-21T09:01:00Z',
};

const take = (world: MemoryPorts, ...bodies: JsonObject[]): Promise<number> =>
  raiseAlerts(world.ports, home, detector.observe(eventsOf(bodies.map((body) => JSON.stringify(body)))));
const stored = (world: MemoryPorts) =>
  world.findings().flatMap((one) => (one.kind === 'alert' ? [(one as AlertDocument).alert] : []));
const exported = (world: MemoryPorts): JsonObject =>
  alertPayload(stored(world)[0]!, { tenantId: 't', workspaceId: 'w', publicUrl });

test('becomes an alert with the name of its product, in the API and in exports', async () => {
  const world = memoryPorts();
  expect(await take(world, alert({ ProductName: 'Azure Security Center' }))).toBe(1);
  expect(alertResource(stored(world)[0]!, '2022-01-01', publicUrl)).toMatchObject({
    properties: {
      vendorName: 'Microsoft',
      productName: 'Azure Security Center',
      startTimeUtc: '2026-11-21T08:00:00.0000000Z',
      endTimeUtc: '2026-11-21T08:05:00.0000000Z',
      extendedLinks: [{ Href: 'https://portal.example.com/alert/1' }],
    },
  });
  expect(exported(world)).toMatchObject({ VendorName: 'Microsoft', ProductName: 'Azure Security Center' });
});

test('an update changes the one alert: state, severity and end, whichever message comes first', async () => {
  for (const messages of [
    [alert(), alert(resolved)],
    [alert(resolved), alert()],
  ]) {
    const world = memoryPorts();
    for (const message of messages) await take(world, message);
    expect(stored(world)).toMatchObject([
      { status: 'Resolved', severity: 'High', endTimeUtc: '2026-11-21T09:00:00.0000000Z', occurrences: 1 },
    ]);
  }
});

test('both in one batch are one alert, and a repeat writes nothing', async () => {
  const world = memoryPorts();
  expect(await take(world, alert(), alert(resolved))).toBe(1);
  const { length } = world.findingFeed;
  expect(await take(world, alert(), alert(resolved))).toBe(0);
  expect(world.findingFeed).toHaveLength(length);
  expect(stored(world)).toMatchObject([{ status: 'Resolved' }]);
});

test('a state that was set here stays until the product changes its own', async () => {
  const world = memoryPorts();
  await take(world, alert());
  await changeAlertStatus(world.ports, {
    subscriptionId: home.subscriptionId,
    guid: stored(world)[0]!.guid,
    status: 'Dismissed',
  });
  await take(world, alert({ EndTimeUtc: '2026-11-21T08:30:00Z', TimeGenerated: '2026-11-21T08:31:00Z' }));
  expect(stored(world)).toMatchObject([{ status: 'Dismissed', endTimeUtc: '2026-11-21T08:30:00.0000000Z' }]);
  await take(world, alert({ ...resolved, Status: 'InProgress' }));
  expect(stored(world)).toMatchObject([{ status: 'InProgress' }]);
});

test('an update that names another resource, or none, is of the same alert', async () => {
  const world = memoryPorts();
  await take(world, alert());
  await take(world, alert({ ...resolved, AzureResourceId: machine.replace('vm-1', 'vm-2') }));
  await take(
    world,
    alert({
      ...resolved,
      TimeGenerated: '2026-11-21T09:02:00Z',
      EndTimeUtc: '2026-11-21T09:02:00Z',
      AzureResourceId: '',
    }),
  );
  expect(stored(world)).toHaveLength(1);
});

describe('what Skywarden exports and reads again', () => {
  test('is no new alert, when it was its own', async () => {
    const world = memoryPorts();
    await raiseAlerts(world.ports, home, [finding]);
    expect(await take(world, exported(world))).toBe(0);
    expect(stored(world)).toHaveLength(1);
  });

  test('is no new alert, when it had taken it over', async () => {
    const world = memoryPorts();
    await take(world, alert());
    expect(exported(world)['VendorName']).toBe('Microsoft');
    expect(await take(world, exported(world))).toBe(0);
    const rest = alertResource(stored(world)[0]!, '2022-01-01', publicUrl) as JsonObject;
    expect(await take(world, rest)).toBe(0);
    expect(stored(world)).toHaveLength(1);
  });

  test('is no new alert though every mark was lost on the way: its id is the name of one kept here', async () => {
    const world = memoryPorts();
    await take(world, alert());
    const stripped = { ...exported(world), ExtendedProperties: {} };
    expect(await take(world, stripped)).toBe(0);
    expect(stored(world)).toHaveLength(1);
  });

  test('never grows, however often it goes round', async () => {
    const world = memoryPorts();
    await take(world, alert());
    for (let round = 0; round < 5; round += 1) await take(world, exported(world));
    expect(stored(world)).toHaveLength(1);
    expect(world.findingFeed.filter(({ kind }) => kind === 'outbox')).toHaveLength(1);
  });
});
