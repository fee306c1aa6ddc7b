import { sources } from '../../content/sources.generated';
import { detections } from '../../content/detections.generated';
import { createDetectors } from '../../shared/core/detect/createDetectors';
import { unguarded } from '../../shared/core/detect/ruleGuard';
import { compileRules } from '../../shared/core/detect/sigma/compileRule';
import { sortSources } from '../../shared/core/ingest/normalise';
import { createIngest } from '../../shared/flows/ingestTelemetry';
import { Conflict } from '../../shared/flows/ports/portErrors';
import { recordNetworkChanges } from '../../shared/flows/recordNetworkChanges';
import { saveSnapshots } from '../../shared/flows/saveSnapshots';
import type { Alert } from '../../shared/model/alert';
import type { AlertDocument, NetworkChangeDocument } from '../../shared/model/documents/findings';
import type { NetworkChange } from '../../shared/model/networkChange';
import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import {
  acted,
  group,
  groupId,
  office,
  provider,
  resource,
  seen,
  ssh,
  web,
} from '../core/posture/networkChange/networkSamples';
import { memoryPorts, type MemoryPorts } from '../doubles/memoryPorts';
import { home, messagesOf, units } from './support/ingestWorld';

const sshId = `${groupId}/securityRules/ssh`;
const bodyOf = (rule: JsonObject): JsonObject => rule['properties'] as JsonObject;

const changesOf = (world: MemoryPorts): NetworkChange[] =>
  world
    .findings()
    .filter((one): one is NetworkChangeDocument => one.kind === 'networkChange')
    .map(({ change }) => change)
    .sort((a, b) => (a.at < b.at ? -1 : 1));
const alertsOf = (world: MemoryPorts): Alert[] =>
  world
    .findings()
    .filter((one): one is AlertDocument => one.kind === 'alert')
    .map(({ alert }) => alert);

/** Each step as a batch of its own, in the order in which ingest does it. */
async function run(world: MemoryPorts, ...steps: (TelemetryEvent | TelemetryEvent[])[]): Promise<void> {
  for (const step of steps) {
    const events = Array.isArray(step) ? step : [step];
    await recordNetworkChanges(world.ports, home, events);
    await saveSnapshots(
      world.ports,
      home,
      events.flatMap(({ snapshot }) => snapshot ?? []),
    );
  }
}

const closed = () => seen('08:00', group([web, ssh(office)]));
const opened = (at = '09:00') => seen(at, group([ssh('*'), web]));

test('the first snapshot of a resource is no change, the next one with a difference is', async () => {
  const world = memoryPorts();
  await run(world, closed());
  expect(changesOf(world)).toEqual([]);
  await run(world, opened());
  expect(changesOf(world)).toMatchObject([
    {
      resourceId: groupId,
      resourceType: 'microsoft.network/networksecuritygroups',
      at: '2026-11-21T09:00:00.000Z',
      operation: 'updated',
      seenIn: 'snapshot',
      changes: [{ path: '/properties/securityRules/ssh/properties/sourceAddressPrefix', before: office, after: '*' }],
      weakenings: [{ reason: 'OpenedToInternet', severity: 'High' }],
    },
  ]);
  expect(alertsOf(world)).toMatchObject([
    {
      alertType: 'Skywarden_NetworkFilterWeakened',
      severity: 'High',
      intent: 'DefenseEvasion',
      subTechniques: ['T1562.007'],
    },
  ]);
  expect(changesOf(world)[0]!.alert).toBe(alertsOf(world)[0]!.guid);
});

test('a change is written with its outbox document, and both have a time to live', async () => {
  const world = memoryPorts();
  await run(world, closed(), opened());
  const [change] = world.findings().filter(({ kind }) => kind === 'networkChange');
  const outbox = world.findings().filter((one) => one.kind === 'outbox' && one.itemId === change!.id);
  expect(outbox).toMatchObject([
    { version: 1, ttl: 604_800, item: { of: 'networkChange', change: { id: change!.id } } },
  ]);
  expect(change!.ttl).toBe(400 * 86_400);
});

test('the same snapshot again, and an unchanged one, change nothing and write nothing', async () => {
  const world = memoryPorts();
  await run(world, closed(), opened());
  const { length } = world.findingFeed;
  await run(world, opened(), opened('10:00'));
  expect(world.findingFeed).toHaveLength(length);
  expect((await world.ports.resources.get(groupId))!.observedAt).toBe('2026-11-21T10:00:00.000Z');
});

test('a change that closes something is recorded without an alert', async () => {
  const world = memoryPorts();
  await run(world, seen('08:00', group([ssh('*')])), seen('09:00', group([ssh(office)])));
  expect(changesOf(world)).toMatchObject([{ weakenings: [] }]);
  expect(alertsOf(world)).toEqual([]);
});

test('opened, closed and opened again are three changes and two alerts', async () => {
  const world = memoryPorts();
  await run(world, closed(), opened('09:00'), seen('10:00', group([web, ssh(office)])), opened('11:00'));
  expect(changesOf(world)).toHaveLength(3);
  expect(alertsOf(world)).toHaveLength(2);
});

test('both in one batch are seen, in the order of their times', async () => {
  const world = memoryPorts();
  await run(world, closed(), [seen('10:00', group([web, ssh(office)])), opened('09:00')]);
  expect(changesOf(world).map(({ weakenings }) => weakenings.length)).toEqual([1, 0]);
});

test('an old snapshot that arrives late is no change', async () => {
  const world = memoryPorts();
  await run(world, opened('09:00'), closed());
  await run(world, opened('11:00'), seen('10:00', group([web])));
  expect(changesOf(world)).toEqual([]);
});

describe('the activity log', () => {
  test('tells a change with its diff and caller, though no snapshot follows', async () => {
    const world = memoryPorts();
    await run(world, closed(), acted('09:00', sshId, { body: bodyOf(ssh('*')) }));
    expect(changesOf(world)).toMatchObject([
      {
        seenIn: 'activityLog',
        caller: { name: 'alice@example.com', address: '198.51.100.20', correlationId: '09:00' },
        changes: [{ path: '/properties/securityRules/ssh/properties/sourceAddressPrefix', before: office, after: '*' }],
        weakenings: [{ reason: 'OpenedToInternet' }],
      },
    ]);
    expect(alertsOf(world)[0]).toMatchObject({
      extendedProperties: { Caller: 'alice@example.com' },
      entities: expect.arrayContaining([{ type: 'account', name: 'alice', upnSuffix: 'example.com' }]),
    });
  });

  test('and a snapshot of the same change are one record and one alert, whichever comes first', async () => {
    for (const order of [0, 1]) {
      const world = memoryPorts();
      const both = [acted('08:58', sshId, { body: bodyOf(ssh('*')) }), opened()];
      await run(world, closed(), ...(order === 0 ? both : both.reverse()));
      expect(changesOf(world)).toMatchObject([
        { caller: { name: 'alice@example.com' }, weakenings: [{ severity: 'High' }] },
      ]);
      expect(alertsOf(world)).toHaveLength(1);
    }
  });

  test('tells what was asked for: what the platform added comes with the snapshot, into the same record', async () => {
    const world = memoryPorts();
    const { priority, access, direction, destinationPortRange } = bodyOf(ssh('*'));
    const asked = {
      priority,
      access,
      direction,
      destinationPortRange,
      sourceAddressPrefix: '*',
      protocol: 'TCP',
    } as JsonObject;
    await run(world, closed(), acted('08:58', sshId, { body: asked }), opened());
    expect(changesOf(world)).toMatchObject([
      {
        caller: { name: 'alice@example.com' },
        changes: [{ path: '/properties/securityRules/ssh/properties/sourceAddressPrefix', before: office, after: '*' }],
        weakenings: [{ reason: 'OpenedToInternet' }],
      },
    ]);
    expect(changesOf(world)[0]!.changes).toHaveLength(1);
    expect(alertsOf(world)).toHaveLength(1);
  });

  test('and another change in the same snapshot are two records', async () => {
    const world = memoryPorts();
    await run(world, closed(), acted('08:58', sshId, { body: bodyOf(ssh('*')) }), seen('09:00', group([ssh('*')])));
    expect(changesOf(world)).toMatchObject([
      { caller: { name: 'alice@example.com' } },
      { seenIn: 'snapshot', changes: [{ path: '/properties/securityRules/web', after: null }] },
    ]);
  });

  test('without a body is a record that the next snapshot completes', async () => {
    const world = memoryPorts();
    await run(world, closed(), acted('08:58', sshId));
    expect(changesOf(world)).toMatchObject([{ changes: [], weakenings: [], caller: { name: 'alice@example.com' } }]);
    await run(world, opened());
    expect(changesOf(world)).toMatchObject([
      {
        at: '2026-11-21T08:58:00.000Z',
        caller: { name: 'alice@example.com' },
        changes: [{ after: '*' }],
        weakenings: [{}],
      },
    ]);
    expect(alertsOf(world)).toMatchObject([{ extendedProperties: { Caller: 'alice@example.com' } }]);
  });

  test('tells one act in several records: accepted and done are one, begun and failed are none', async () => {
    const world = memoryPorts();
    const told = (result: string, correlation: string) => acted('09:00', sshId, { result, correlation });
    await run(world, closed(), told('Accept', 'a'), told('Success', 'a'), told('Start', 'b'), told('Failure', 'b'));
    expect(changesOf(world)).toHaveLength(1);
  });

  test('sends the body with the beginning: it is read with the end', async () => {
    const world = memoryPorts();
    const begun = acted('09:00', sshId, { result: 'Start', correlation: 'a', body: bodyOf(ssh('*')) });
    await run(world, closed(), [begun, acted('09:01', sshId, { correlation: 'a' })]);
    expect(changesOf(world)).toMatchObject([{ changes: [{ after: '*' }] }]);
  });

  test('tells that a rule was deleted', async () => {
    const world = memoryPorts();
    await run(world, closed(), acted('09:00', sshId, { verb: 'delete' }));
    expect(changesOf(world)).toMatchObject([
      { operation: 'updated', changes: [{ path: '/properties/securityRules/ssh', after: null }] },
    ]);
  });

  test('tells that the group was deleted, once with its tombstone', async () => {
    const world = memoryPorts();
    await run(world, closed(), acted('09:00', groupId, { verb: 'delete' }), seen('09:30', group([]), true));
    expect(changesOf(world)).toMatchObject([{ operation: 'deleted', changes: [{ path: '', after: null }] }]);
    await run(world, seen('10:00', group([web])));
    expect(changesOf(world)[1]).toMatchObject({ operation: 'created', weakenings: [] });
  });

  test('of a group nobody has seen is recorded, not judged, and the first snapshot is still the first', async () => {
    const world = memoryPorts();
    await run(world, acted('09:00', sshId, { body: bodyOf(ssh('*')) }), opened('10:00'));
    expect(changesOf(world)).toMatchObject([{ weakenings: [], notJudged: 'The configuration before is not known' }]);
    await run(world, seen('11:00', group([web])));
    expect(changesOf(world)).toHaveLength(2);
  });

  test('of an act that was undone before the next snapshot is recorded as such, and judged', async () => {
    const world = memoryPorts();
    await run(
      world,
      closed(),
      seen('10:00', group([web, ssh(office)])),
      acted('09:10', sshId, { body: bodyOf(ssh('*')), correlation: 'open' }),
      acted('09:20', sshId, { body: bodyOf(ssh(office)), correlation: 'close' }),
    );
    expect(changesOf(world)).toMatchObject([
      { at: '2026-11-21T09:10:00.000Z', isReverted: true, weakenings: [{ reason: 'OpenedToInternet' }] },
    ]);
    await run(world, seen('11:00', group([web, ssh(office)])));
    expect(changesOf(world)).toHaveLength(1);
  });

  test('of an act before the first snapshot is recorded, not judged', async () => {
    const world = memoryPorts();
    await run(world, opened('10:00'), acted('09:00', sshId, { body: bodyOf(ssh('*')) }));
    expect(changesOf(world)).toMatchObject([{ weakenings: [], notJudged: 'It was made before the first snapshot' }]);
  });

  test('a public address that is created and attached raises alerts of low and medium severity', async () => {
    const world = memoryPorts();
    const id = `${provider}/publicIPAddresses/pip-1`;
    const nic = { id: `${provider}/networkInterfaces/nic-1/ipConfigurations/ip` };
    await run(
      world,
      acted('09:00', id, { body: { publicIPAllocationMethod: 'Static' }, status: 'Created' }),
      seen('09:05', resource(id, { ipAddress: '198.51.100.9' })),
      seen('09:10', resource(id, { ipAddress: '198.51.100.9', ipConfiguration: nic })),
    );
    expect(changesOf(world).map(({ operation }) => operation)).toEqual(['created', 'updated']);
    expect(alertsOf(world).map(({ severity }) => severity)).toEqual(['Low', 'Medium']);
  });

  test('a resource that was stored before changes were recorded is what the first act is compared with', async () => {
    const world = memoryPorts();
    await saveSnapshots(world.ports, home, [closed().snapshot!]);
    await run(world, acted('09:00', sshId, { body: bodyOf(ssh('*')) }));
    expect(changesOf(world)).toMatchObject([{ changes: [{ before: office, after: '*' }], weakenings: [{}] }]);
  });
});

test('a write that is lost to another is done again, and a crash between alert and record raises nothing twice', async () => {
  const world = memoryPorts();
  await run(world, closed());
  let failures = 2;
  const save: typeof world.ports.findings.save = async (documents) => {
    const isRecord = documents.some(({ kind }) => kind === 'networkState');
    if (isRecord && failures-- > 0) throw failures > 0 ? new Conflict('late') : new Error('down');
    return world.ports.findings.save(documents);
  };
  const ports = { ...world.ports, findings: { ...world.ports.findings, save } };
  await expect(recordNetworkChanges(ports, home, [opened()])).rejects.toThrow('down');
  expect(alertsOf(world)).toHaveLength(1);
  await recordNetworkChanges(ports, home, [opened()]);
  expect(changesOf(world)).toHaveLength(1);
  expect(alertsOf(world)).toHaveLength(1);
});

describe('the detection of rules that open management ports', () => {
  const { rules } = compileRules(detections);
  const all = {
    ...units,
    sources: sortSources(sources),
    detectors: createDetectors({ rules, indicators: [], stateful: [], guard: unguarded }),
  };
  const record = (at: string) => ({
    time: `2026-11-21T${at}:00.0000000Z`,
    resourceId: sshId.toUpperCase(),
    operationName: 'MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/SECURITYRULES/WRITE',
    category: 'Administrative',
    resultType: 'Success',
    correlationId: at,
    properties: { requestbody: JSON.stringify({ properties: bodyOf(ssh('*')) }) },
  });
  const snapshot = (at: string, rules: JsonObject[]) => ({
    resource: group(rules),
    observedAt: `2026-11-21T${at}:00.000Z`,
  });
  const types = async (...bodies: object[]): Promise<string[]> => {
    const world = memoryPorts();
    const ingest = createIngest(world.ports, all);
    const messages = messagesOf(
      bodies.map((body) => JSON.stringify(body)),
      Date.parse('2026-11-21T12:00:00Z'),
    );
    for (const message of messages) await ingest({ partitionId: '0', messages: [message] });
    return alertsOf(world).map(({ alertType }) => alertType);
  };

  test('speaks when nothing is known of the group', async () => {
    expect(await types(record('09:00'), snapshot('10:00', [ssh('*')]))).toEqual([
      'Skywarden_NetworkRuleOpensManagementPort',
    ]);
  });

  test('speaks for an act before the first snapshot', async () => {
    expect(await types(snapshot('10:00', [ssh('*')]), record('09:00'))).toEqual([
      'Skywarden_NetworkRuleOpensManagementPort',
    ]);
  });

  test('leaves it to the change when the group is known, in either order', async () => {
    const before = snapshot('08:00', [web]);
    const after = snapshot('09:30', [web, ssh('*')]);
    expect(await types(before, record('09:00'), after)).toEqual(['Skywarden_NetworkFilterWeakened']);
    expect(await types(before, after, record('09:00'))).toEqual(['Skywarden_NetworkFilterWeakened']);
  });
});
