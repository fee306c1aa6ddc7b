import { compileIntel } from '../../../shared/core/detect/intel/compiledIntel';
import type { Indicator } from '../../../shared/core/detect/intel/indicator';
import { createIndicatorIndex } from '../../../shared/core/detect/intel/indicatorIndex';
import { createLiveIntel } from '../../../shared/flows/intel/liveIntel';
import { withIntelHealth } from '../../../shared/flows/intel/withIntelHealth';
import { processEvent } from '../../core/detect/telemetry';
import { memoryPorts } from '../../doubles/memoryPorts';

const indicator = (value: string, feed = 'feed'): Indicator => ({
  type: 'ip',
  value,
  description: '',
  confidence: 50,
  feed,
});
const now = '2026-11-21T12:00:00.000Z';
const indexOf = (...values: string[]) =>
  compileIntel({
    builtAt: now,
    index: createIndicatorIndex(values.map((value) => indicator(value))),
    allowed: [{ name: 'own', type: 'cidr', list: ['192.0.2.0/24'] }],
    shared: [],
  });

function world() {
  const memory = memoryPorts();
  const shipped = [indicator('198.51.100.1', 'shipped'), indicator('192.0.2.1', 'shipped')];
  const live = createLiveIntel(memory.ports, (exceptions) => createIndicatorIndex(shipped, exceptions));
  const publish = async (data: Buffer) =>
    memory.ports.intelBlobs.saveCompiled(data, await memory.ports.intelBlobs.compiledEtag());
  const pass = (seconds: number) => void (memory.clock.now = new Date(memory.clock.now.getTime() + seconds * 1000));
  const lists = (address: string) => live.find({ type: 'ip', address }, now)?.lists;
  return { memory, live, publish, pass, lists };
}

test('the shipped lists stand beside the index of the feeds, and what that allows holds for both', async () => {
  const { live, publish, lists } = world();
  expect(lists('192.0.2.1')).toEqual(['shipped']);
  await publish(indexOf('203.0.113.1', '198.51.100.1'));
  await live.refresh();
  expect(lists('203.0.113.1')).toEqual(['feed']);
  expect(lists('198.51.100.1')).toEqual(['feed', 'shipped']);
  expect(lists('192.0.2.1')).toBeUndefined();
});

test('a newer index is looked for once a minute, and loaded once', async () => {
  const { memory, live, publish, pass, lists } = world();
  await publish(indexOf('203.0.113.1'));
  let [asked, loaded] = [0, 0];
  const real = memory.ports.intelBlobs;
  memory.ports.intelBlobs = {
    ...real,
    compiledEtag: () => ((asked += 1), real.compiledEtag()),
    compiled: () => ((loaded += 1), real.compiled()),
  };
  await Promise.all([live.refresh(), live.refresh(), live.refresh()]);
  expect([asked, loaded]).toEqual([1, 1]);
  pass(59);
  await live.refresh();
  expect(asked).toBe(1);
  pass(1);
  await live.refresh();
  expect([asked, loaded]).toEqual([2, 1]);
  await publish(indexOf('203.0.113.2'));
  pass(60);
  expect(lists('203.0.113.1')).toEqual(['feed']);
  await live.refresh();
  expect(lists('203.0.113.1')).toBeUndefined();
  expect(lists('203.0.113.2')).toEqual(['feed']);
});

test.each([
  ['is damaged', (w: ReturnType<typeof world>) => w.publish(Buffer.from('nonsense'))],
  ['is gone', async (w: ReturnType<typeof world>) => void w.memory.intel.delete('compiled')],
  [
    'cannot be reached',
    async (w: ReturnType<typeof world>) => {
      const compiledEtag = () => Promise.reject(new Error('no storage'));
      w.memory.ports.intelBlobs = { ...w.memory.ports.intelBlobs, compiledEtag };
    },
  ],
])(
  'an index that %s leaves the old in use, is told once each time, and is replaced by the next good one',
  async (_name, spoil) => {
    const one = world();
    const { memory, live, publish, pass, lists } = one;
    const real = memory.ports.intelBlobs;
    await publish(indexOf('203.0.113.1'));
    await live.refresh();
    await spoil(one);
    for (let round = 0; round < 2; round += 1) {
      pass(60);
      await live.refresh();
      expect(lists('203.0.113.1')).toEqual(['feed']);
      expect(live.takeFault()).toMatch(/./);
      expect(live.takeFault()).toBeUndefined();
    }
    memory.ports.intelBlobs = real;
    await publish(indexOf('203.0.113.2'));
    pass(60);
    await live.refresh();
    expect(live.takeFault()).toBeUndefined();
    expect(lists('203.0.113.2')).toEqual(['feed']);
  },
);

test('a file that cannot be fetched is not waited for every minute', async () => {
  const { memory, live, publish, pass, lists } = world();
  await publish(indexOf('203.0.113.1'));
  const real = memory.ports.intelBlobs;
  let tries = 0;
  const compiled = () => ((tries += 1), Promise.reject(new Error('too slow')));
  memory.ports.intelBlobs = { ...real, compiled };
  for (let minute = 0; minute < 10; minute += 1) {
    await live.refresh();
    pass(60);
  }
  expect(tries).toBe(2);
  memory.ports.intelBlobs = real;
  await live.refresh();
  expect(lists('203.0.113.1')).toEqual(['feed']);
});

test('nothing stored yet is no fault', async () => {
  const { live, lists } = world();
  await live.refresh();
  expect(live.takeFault()).toBeUndefined();
  expect(lists('198.51.100.1')).toEqual(['shipped']);
});

test('a fault becomes a health finding of the next batch', () => {
  const faults = ['The index is gone', undefined];
  const detectors = withIntelHealth(
    { observe: () => [], observationsOf: () => [] },
    { takeFault: () => faults.shift() },
  );
  expect(detectors.observe([])).toEqual([]);
  expect(detectors.observe([processEvent({})])).toMatchObject([
    { rule: { alertType: 'Skywarden_DetectionRuleFault' }, extendedProperties: { Detail: 'The index is gone' } },
  ]);
  expect(detectors.observe([processEvent({})])).toEqual([]);
});
