import { exportEvents } from '../../../shared/core/fanout/eventsOf';
import { changeAlertStatus } from '../../../shared/flows/changeAlertStatus';
import { correlateAlerts } from '../../../shared/flows/incidents/correlateAlerts';
import { suppressionRuleKey } from '../../../shared/core/documentIds';
import type { Alert } from '../../../shared/model/alert';
import type { OutboxDocument } from '../../../shared/model/documents/outbox';
import { memoryPorts, type MemoryPorts } from '../../doubles/memoryPorts';
import { createdAlert, group, incidentsOf, type AlertSketch } from './alertSketch';

const machine = (name: number, rule: number, changes: Partial<AlertSketch> = {}): AlertSketch => ({
  machine: name,
  account: undefined,
  address: undefined,
  rule,
  hour: 8,
  ...changes,
});

let world: MemoryPorts;
let next: number;
beforeEach(() => {
  world = memoryPorts();
  next = 0;
});

async function raise(sketch: AlertSketch, changes: Partial<Alert> = {}): Promise<Alert> {
  const [alert, outbox] = createdAlert(next++, sketch, changes);
  await world.ports.findings.save([alert, outbox]);
  await correlateAlerts(world.ports, [outbox]);
  return alert.alert;
}

/** What consumers hear of incidents, by number of alerts. */
const exported = (): number[] => {
  const eventsOf = exportEvents([], { tenantId: 't', publicUrl: 'https://sky.example.com' });
  const outbox = world.findingFeed.filter((one): one is OutboxDocument => one.kind === 'outbox');
  return outbox
    .flatMap((document) => eventsOf(document).map(({ payload }) => payload as Record<string, unknown>))
    .filter((payload) => payload['IsIncident'] === true)
    .map((payload) => Number((payload['ExtendedProperties'] as Record<string, string>)['Number of alerts']));
};

test('two alerts on one machine are an incident that tells of both', async () => {
  const first = await raise(machine(1, 0));
  expect(incidentsOf(world)).toEqual([]);
  const second = await raise(machine(1, 1, { hour: 20 }));
  expect(incidentsOf(world)).toMatchObject([
    {
      isIncident: true,
      status: 'Active',
      alertDisplayName: 'Security incident detected on vm-1',
      intent: 'Execution',
      resourceId: first.resourceId,
      startTimeUtc: first.startTimeUtc,
      endTimeUtc: second.startTimeUtc,
      occurrences: 2,
      extendedProperties: {
        'Kill chain': 'InitialAccess, Execution',
        'Alert ids': JSON.stringify([first.name, second.name]),
      },
    },
  ]);
});

test('alerts that share nothing, begin more than a day apart, or repeat one another are none', async () => {
  await raise(machine(1, 0));
  await raise(machine(2, 1));
  await raise(machine(1, 1, { hour: 33 }));
  await raise(machine(3, 0));
  await raise(machine(3, 0, { hour: 9 }));
  expect(incidentsOf(world)).toEqual([]);
});

test('alerts that are tied over others are one incident, as far as all of them are', async () => {
  await raise(machine(1, 0, { account: 1 }));
  await raise(machine(2, 1, { account: 1, address: 1 }));
  await raise(machine(3, 2, { address: 1 }));
  const [incident, ...others] = incidentsOf(world);
  expect(others).toEqual([]);
  expect(incident).toMatchObject({
    occurrences: 3,
    resourceId: group,
    alertDisplayName: 'Security incident detected on multiple resources',
  });
});

test('three stages of an attack make it worse than its worst alert', async () => {
  for (const rule of [0, 1, 2]) await raise(machine(1, rule), { severity: 'Medium' });
  expect(incidentsOf(world)).toMatchObject([{ severity: 'High', intent: 'Persistence' }]);
});

test('one alert that ties two incidents together makes them one; the other is closed and says where its alerts are', async () => {
  await raise(machine(1, 0, { hour: 1 }));
  await raise(machine(1, 1, { hour: 2 }));
  await raise(machine(2, 0, { hour: 3 }));
  await raise(machine(2, 1, { hour: 4 }));
  expect(incidentsOf(world)).toHaveLength(2);
  await raise(machine(1, 2, { hour: 5, account: 1 }));
  await raise(machine(2, 2, { hour: 6, account: 1 }));
  const open = incidentsOf(world).filter(({ status }) => status === 'Active');
  const closed = incidentsOf(world).filter(({ status }) => status === 'Resolved');
  expect(open).toMatchObject([{ occurrences: 6 }]);
  expect(closed).toMatchObject([
    { incident: { joinedInto: open[0]!.guid }, extendedProperties: { 'Joined into': open[0]!.guid } },
  ]);
});

test('samples and tests join nothing, and neither does what somebody dismissed', async () => {
  await raise(machine(1, 0));
  await raise(machine(1, 1), { standsAlone: true });
  await raise(machine(1, 2), { status: 'Dismissed' });
  expect(incidentsOf(world)).toEqual([]);
});

test('an incident is exported again when it grows, not more often than its severity allows', async () => {
  for (let rule = 0; rule < 9; rule += 1)
    await raise(machine(1, rule % 5, { hour: rule }), { severity: 'Low', alertType: `T${rule}`, intent: 'Unknown' });
  expect(exported()).toEqual([2]);
  world.clock.now = new Date(world.clock.now.getTime() + 86_400_000);
  await raise(machine(1, 4, { hour: 9 }), { severity: 'High', intent: 'Unknown' });
  expect(exported()).toEqual([2, 10]);
  expect(incidentsOf(world)).toMatchObject([{ occurrences: 10, severity: 'High' }]);
});

test('one that was resolved opens again when it goes on, one that was dismissed does not', async () => {
  await raise(machine(1, 0));
  await raise(machine(1, 1));
  const { guid } = incidentsOf(world)[0]!;
  const close = (status: 'Resolved' | 'Dismissed') =>
    changeAlertStatus(world.ports, { subscriptionId: '00000000-0000-0000-0000-000000000001', guid, status });
  await close('Resolved');
  await raise(machine(1, 2));
  expect(incidentsOf(world)).toMatchObject([{ status: 'Active', occurrences: 3 }]);
  await close('Dismissed');
  await raise(machine(1, 3));
  expect(incidentsOf(world)).toMatchObject([{ status: 'Dismissed', occurrences: 4 }]);
});

test('a suppression rule names incidents as it names alerts', async () => {
  await world.ports.alertSettings.saveRule({
    ...suppressionRuleKey('00000000-0000-0000-0000-000000000001', 'quiet'),
    kind: 'suppressionRule',
    workspaceId: 'main',
    rule: {
      name: 'quiet',
      alertType: 'Skywarden_SecurityIncident',
      reason: 'Noise',
      state: 'Enabled',
      expirationDateUtc: null,
      lastModifiedUtc: '2026-11-21T12:00:00.000Z',
      allOf: null,
    },
  });
  await raise(machine(1, 0));
  await raise(machine(1, 1));
  expect(incidentsOf(world)).toMatchObject([{ status: 'Dismissed', suppressedBy: 'quiet' }]);
});

test('what goes on for longer than a week is a new incident', async () => {
  for (let day = 0; day < 10; day += 1) await raise(machine(1, day % 5, { hour: day * 23 }), { alertType: `T${day}` });
  expect(incidentsOf(world).length).toBe(2);
});

test('an incident stays small, and so does what is remembered of an entity', async () => {
  for (let at = 0; at < 104; at += 1)
    await raise(machine(1, at % 5, { address: at, account: at, hour: at % 20 }), {
      alertType: `Type_${at}`,
      alertDisplayName: 'n'.repeat(2000),
      compromisedEntity: 'c'.repeat(2000),
    });
  const documents = world.findings().filter((one) => one.kind === 'alert' && one.alert.isIncident);
  expect(documents).toHaveLength(1);
  expect(JSON.stringify(documents[0]).length).toBeLessThan(256_000);
  expect(incidentsOf(world)[0]!.occurrences).toBe(100);
}, 30_000);
