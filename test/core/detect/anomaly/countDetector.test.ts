import { windowsLogon } from '../../../../shared/core/detect/anomaly/logonCases';
import { nsgLog } from '../../../../shared/core/detect/anomaly/flowCases';
import type { Observation, StatefulDetector } from '../../../../shared/core/detect/detector';
import { stateful } from '../../../../shared/core/detect/stateful.generated';
import { detector as failedLogons } from '../../../../shared/core/detect/stateful/failedLogonsPerAccount';
import { detector as outboundBytes } from '../../../../shared/core/detect/stateful/outboundBytes';
import { detector as rdpConnections } from '../../../../shared/core/detect/stateful/rdpConnections';
import { eventsOf } from '../../../content/eventsOf';
import { processEvent } from '../telemetry';

const observationsOf = (detector: StatefulDetector, bodies: string[]): Observation[] =>
  eventsOf(bodies).flatMap((event) => detector.keyOf(event));
const attack = observationsOf(rdpConnections, rdpConnections.cases[0]!.bodies);
const key = attack[0]!.entityKey;

test('an alert says what was counted, how much was expected, in which time, and how likely that is', () => {
  const { findings } = rdpConnections.observe(key, attack, undefined);
  expect(findings).toHaveLength(1);
  const [{ extendedProperties, eventIds, compromisedEntity, entities }] = findings as [(typeof findings)[0]];
  expect(Object.keys(extendedProperties)).toEqual(['Counted', 'Count', 'Expected', 'Window', 'Probability']);
  expect(extendedProperties.Count).toBe('100');
  expect(Number(extendedProperties.Expected)).toBeLessThan(1);
  expect(Number(extendedProperties.Probability)).toBeLessThan(1e-6);
  expect(eventIds).toHaveLength(1);
  expect(compromisedEntity).toBe('10.7.0.4');
  expect(entities).toEqual([{ type: 'ip', address: '10.7.0.4' }]);
});

test('observations judged at once give what they give one by one', () => {
  const whole = rdpConnections.observe(key, attack, undefined);
  let state: Parameters<StatefulDetector['observe']>[2];
  const findings = attack.flatMap((observation) => {
    const observed = rdpConnections.observe(key, [observation], state);
    state = JSON.parse(JSON.stringify(observed.state)) as typeof state;
    return observed.findings;
  });
  // but for the count, of which more is known at once
  const { extendedProperties, ...first } = findings[0]!;
  expect(whole.findings).toEqual([{ ...first, extendedProperties: expect.anything() }]);
  expect(Number(whole.findings[0]!.extendedProperties.Count)).toBeGreaterThan(Number(extendedProperties.Count));
  expect(state).toEqual(JSON.parse(JSON.stringify(whole.state)));
});

test('amounts are summed in the unit of the detector', () => {
  const [observation] = observationsOf(outboundBytes, [
    nsgLog('2026-03-02T08:00:00.000Z', '10.7.0.7,198.51.100.30,40000,443,T,O,A,C,9,2500000,7,900'),
  ]);
  expect(observation?.data).toMatchObject({ n: 2.5, name: '10.7.0.7' });
});

test('bytes that stay inside are no bytes to the outside', () => {
  const inside = nsgLog('2026-03-02T08:00:00.000Z', '10.7.0.7,10.9.0.1,40000,443,T,O,A,C,9,2500000,7,900');
  expect(observationsOf(outboundBytes, [inside])).toEqual([]);
});

test('names that nobody has are one entity, however many are tried', () => {
  const tried = Array.from({ length: 50 }, (_, at) =>
    windowsLogon('2026-03-02T08:00:00.000Z', at, `guess-${at}`, '3', 'pc-1', 4625).replace(
      '"LogonType"',
      '"SubStatus":"0xC0000064","LogonType"',
    ),
  );
  const keys = observationsOf(failedLogons, tried).map(({ entityKey }) => entityKey);
  expect(keys).toHaveLength(50);
  expect(new Set(keys).size).toBe(1);
});

test('every detector answers at once, and the same nothing, for events that it does not read', () => {
  const foreign = processEvent({}, { source: 'performanceCounters', logSource: { product: 'linux', service: 'perf' } });
  for (const detector of stateful) expect(detector.keyOf(foreign)).toEqual([]);
});

test.each(stateful.map((detector) => [detector.id, detector] as const))(
  '%s keeps its state under 4 KB',
  (_id, detector) => {
    for (const { bodies } of detector.cases) {
      const groups = new Map<string, Observation[]>();
      for (const one of observationsOf(detector, bodies))
        groups.set(one.entityKey, [...(groups.get(one.entityKey) ?? []), one]);
      for (const [entityKey, observations] of groups)
        expect(JSON.stringify(detector.observe(entityKey, observations, undefined).state).length).toBeLessThan(4_096);
    }
  },
);
