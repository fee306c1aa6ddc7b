import fc from 'fast-check';
import type { JsonObject } from '../../../shared/model/json';
import { observationsIn, type PlacedObservation, signalsOf } from '../../../shared/core/detect/signal';

const value = fc.oneof(fc.integer(), fc.constantFrom('a', 'b'), fc.constant([1, { x: 'y' }]), fc.constant(null));
const observation = fc.record({
  detector: fc.constantFrom('counts', 'ssh'),
  entityKey: fc.constantFrom('web-1', 'web-2'),
  time: fc.constantFrom('2026-11-21T08:00:00.000Z', '2026-11-21T09:00:00.000Z'),
  resourceId: fc.constantFrom('', '/subscriptions/1'),
  eventId: fc.string({ maxLength: 5 }),
  data: fc
    .dictionary(fc.constantFrom('n', 'name', 'of', '__proto__'), value, { noNullPrototype: true })
    .map((data) => data as JsonObject),
});
const placed = (all: PlacedObservation['observation'][]): PlacedObservation[] =>
  all.map((one, at) => ({ observation: one, origin: { partition: '3', position: String(at).padStart(6, '0') } }));
const of = (all: PlacedObservation[], detector: string, entityKey: string) =>
  all.filter((one) => one.observation.detector === detector && one.observation.entityKey === entityKey);

test('every observation comes out as it went in, those of one detector and entity in their order', () => {
  fc.assert(
    fc.property(fc.array(observation, { maxLength: 30 }), (all) => {
      const sent = placed(all);
      const signals = signalsOf(sent);
      const received = (JSON.parse(JSON.stringify(signals)) as typeof signals).flatMap(observationsIn);
      expect(received).toHaveLength(sent.length);
      for (const detector of ['counts', 'ssh'])
        for (const entityKey of ['web-1', 'web-2'])
          expect(of(received, detector, entityKey)).toEqual(JSON.parse(JSON.stringify(of(sent, detector, entityKey))));
    }),
  );
});

const flows = (count: number, name = 'web-1'): PlacedObservation[] =>
  placed(
    Array.from({ length: count }, (_, at) => ({
      detector: 'outboundFlows',
      entityKey: name,
      time: `2026-11-21T08:00:00.${String(at % 1000).padStart(3, '0')}Z`,
      resourceId: `/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/x/y/${name}`,
      eventId: `nsgFlow-${at}`,
      data: { n: 1, name },
    })),
  );

test('what a batch says of one entity to one detector is one message', () => {
  expect(signalsOf(flows(200))).toHaveLength(1);
  expect(signalsOf([...flows(2), ...flows(2, 'web-2')])).toHaveLength(2);
});

test('what does not change is not said again', () => {
  const [signal] = signalsOf(flows(2));
  expect(signal?.parts[1]).toEqual({ position: '000001', eventId: 'nsgFlow-1', time: '2026-11-21T08:00:00.001Z' });
});

test('no message outgrows what a hub takes', () => {
  const signals = signalsOf(flows(5_000));
  expect(signals.length).toBeGreaterThan(1);
  for (const signal of signals) expect(JSON.stringify(signal).length).toBeLessThan(150_000);
  expect(signals.flatMap(observationsIn)).toHaveLength(5_000);
});

test('what says nothing more within the hour is said once', () => {
  const marks = flows(100).map(({ observation, origin }) => ({
    observation: { ...observation, onceAnHour: true as const },
    origin,
  }));
  const [signal] = signalsOf(marks);
  expect(signal?.parts).toHaveLength(1);
  expect(JSON.stringify(signal)).not.toContain('onceAnHour');
  const later = marks.map(({ observation, origin }) => ({
    observation: { ...observation, time: '2026-11-21T09:00:00.000Z' },
    origin,
  }));
  expect(signalsOf([...marks, ...later])[0]?.parts).toHaveLength(2);
});
