import { observeSignals } from '../../shared/flows/observeSignals';
import type { Observation } from '../../shared/core/detect/detector';
import { type Signal, signalsOf } from '../../shared/core/detect/signal';
import { memoryPorts } from '../doubles/memoryPorts';
import { findingOf, home, ledger } from './support/ingestWorld';
import { eventAt } from './support/searchWorld';

const event = eventAt(5);

const signal = (position: string, more: Partial<Observation> = {}, origin: Partial<Signal['origin']> = {}): Signal =>
  signalsOf([
    {
      observation: {
        detector: 'ledger',
        entityKey: 'user|eve',
        time: '2026-11-21T08:00:00.000Z',
        resourceId: '',
        eventId: `e${position}`,
        data: { word: 'seen' },
        ...more,
      },
      origin: { partition: '0', position, ...origin },
    },
  ])[0]!;
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const told = async (ports: ReturnType<typeof memoryPorts>['ports'], key = 'user|eve') =>
  (await ports.profiles.load(key, 'ledger'))?.state.told;

test('a signal that comes again counts once, in the same batch and in a later one', async () => {
  const { ports } = memoryPorts();
  await observeSignals(ports, [ledger], home, [signal('1'), signal('2'), signal('1'), signal('2')].map(bytes));
  const summary = await observeSignals(ports, [ledger], home, [signal('2'), signal('3')].map(bytes));
  expect(summary).toEqual({ signals: 2, unreadable: 0, ofNoDetector: 0, counted: 1, alerts: 0 });
  expect(await told(ports)).toEqual(['e1 seen', 'e2 seen', 'e3 seen']);
});

test('positions count per partition of the telemetry hub', async () => {
  const { ports } = memoryPorts();
  const other = signal('1', { eventId: 'other' }, { partition: '1' });
  await observeSignals(ports, [ledger], home, [signal('5'), other].map(bytes));
  expect(await told(ports)).toEqual(['e5 seen', 'other seen']);
});

test('what cannot be read is logged and holds up nothing', async () => {
  const world = memoryPorts();
  const bodies = [Buffer.from('{'), bytes({ observation: 1 }), bytes(signal('1'))];
  const summary = await observeSignals(world.ports, [ledger], home, bodies);
  expect(summary).toEqual({ signals: 3, unreadable: 2, ofNoDetector: 0, counted: 1, alerts: 0 });
  expect(world.log.filter(({ level }) => level === 'warn')).toHaveLength(2);
});

test('a detector that fails is named in the log, and its observations are not tried for ever', async () => {
  const world = memoryPorts();
  const broken = {
    ...ledger,
    observe: () => {
      throw new Error('no idea');
    },
  };
  await observeSignals(world.ports, [broken], home, [bytes(signal('1'))]);
  expect(world.log).toMatchObject([{ level: 'warn', facts: { detector: 'ledger', reason: 'Error: no idea' } }]);
  const alerts = world.findings().flatMap((one) => (one.kind === 'alert' ? [one.alert] : []));
  expect(alerts).toMatchObject([{ alertType: 'Skywarden_DetectionRuleFault', compromisedEntity: 'ledger' }]);
  expect((await world.ports.profiles.load('user|eve', 'ledger'))?.counted).toEqual({ '0': '1' });
});

test('alerts of a detector are raised once although the profile was not saved the first time', async () => {
  let saves = 0;
  const world = memoryPorts();
  const { profiles } = world.ports;
  const ports = {
    ...world.ports,
    profiles: {
      ...profiles,
      save: async (profile: Parameters<typeof profiles.save>[0]) => {
        if (saves++ === 0) throw new Error('Cosmos is away');
        return profiles.save(profile);
      },
    },
  };
  const alarming = {
    ...ledger,
    observe: (key: string, [first]: Observation[]) => ({
      findings: [findingOf({ ...eventOf(first!), fields: { hostname: key } })],
      state: {},
    }),
  };
  const run = () => observeSignals(ports, [alarming], home, [bytes(signal('1'))]);
  await expect(run()).rejects.toThrow('Cosmos is away');
  expect(await run()).toMatchObject({ counted: 1, alerts: 0 });
  expect(world.findings().filter(({ kind }) => kind === 'alert')).toHaveLength(1);
});

function eventOf({ eventId, time, resourceId }: Observation) {
  return {
    id: eventId,
    source: 'test',
    time,
    timeOrigin: 'record' as const,
    resourceId,
    logSource: {},
    entities: [],
    fields: {},
  };
}

test('signals of a detector that is no longer there are dropped, and the summary says how many', async () => {
  const { ports } = memoryPorts();
  expect(await observeSignals(ports, [], home, [bytes(signal('1'))])).toMatchObject({ ofNoDetector: 1, counted: 0 });
});

test('the profile and the alerts of a workspace carry its id', async () => {
  const world = memoryPorts();
  const finding = findingOf({ ...event, fields: { hostname: 'web-1' } });
  const alarming = { ...ledger, observe: () => ({ findings: [finding], state: {} }) };
  const own = signal('1', { entityKey: 'contoso/user|eve' }, { workspaceId: 'contoso' });
  await observeSignals(world.ports, [alarming], home, [bytes(own), bytes(signal('2'))]);
  const alerts = world.findings().filter(({ kind }) => kind === 'alert');
  expect(alerts.map(({ workspaceId }) => workspaceId)).toContain('contoso');
  expect((await world.ports.profiles.load('contoso/user|eve', 'ledger'))?.workspaceId).toBe('contoso');
  expect((await world.ports.profiles.load('user|eve', 'ledger'))?.workspaceId).toBe('default');
});
