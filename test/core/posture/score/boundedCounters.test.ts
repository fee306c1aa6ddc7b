import { boundedCounters, maxCounted } from '../../../../shared/core/posture/score/boundedCounters';
import { recommendationsByKey } from '../../../../shared/core/posture/score/controlContribution';
import { noCounters } from '../../../../shared/core/posture/score/scoreCounters';
import { recommend } from '../posture.samples';

const known = recommendationsByKey([recommend('z/own', ['enableMfa'])]);
const one = { healthy: 10_000, unhealthy: 10_000, notApplicable: 10_000, exempt: 10_000, unknown: 10_000 };
const countersOf = (keys: string[]) => ({
  ...noCounters,
  assessments: Object.fromEntries(keys.map((key) => [key, one])),
});

test('what is shipped is counted first, then policies in the order of their keys', () => {
  const { counters, omitted } = boundedCounters(countersOf(['c', 'z/own', 'a', 'b']), known, 3);
  expect(Object.keys(counters.assessments).sort()).toEqual(['a', 'b', 'z/own']);
  expect(omitted).toBe(1);
});

test('few enough are left as they are', () => {
  const counters = countersOf(['a', 'z/own']);
  expect(boundedCounters(counters, known).counters).toBe(counters);
});

test('as many as are counted fit into a document, with long keys and large counts', () => {
  const keys = Array.from({ length: maxCounted }, (_, at) => `policy/${'x'.repeat(90)}/${at}`);
  expect(Buffer.byteLength(JSON.stringify(countersOf(keys)))).toBeLessThan(1_500_000);
});
