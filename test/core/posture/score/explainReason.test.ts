import type { ScoreReason } from '../../../../shared/model/documents/score';
import { explainReason } from '../../../../shared/core/posture/score/explainReason';
import { idOf } from '../posture.samples';

const reason = (more: Partial<ScoreReason>): ScoreReason => ({
  resourceId: idOf('vm1'),
  recommendation: 'a/one',
  before: 'Unhealthy',
  after: 'Healthy',
  because: 'VerdictChanged',
  points: 0.5,
  maxPoints: 0,
  ...more,
});

test.each<[Partial<ScoreReason>, string]>([
  [{}, `'vm1' went from Unhealthy to Healthy ('Use it'), which moved the score by +0.5.`],
  [{ points: 0 }, `'vm1' went from Unhealthy to Healthy ('Use it'), which moved nothing by itself.`],
  [
    { because: 'ResourceRemoved', after: null, points: -1, maxPoints: -4 },
    `'vm1' was removed; it was Unhealthy ('Use it'), which moved the score by -1 and its maximum by -4.`,
  ],
  [
    { because: 'Exempted', after: 'Mitigated' },
    `'vm1' is exempt as mitigated and counts as healthy ('Use it'), which moved the score by +0.5.`,
  ],
  [
    { because: 'Exempted', after: 'Exempt' },
    `'vm1' is exempt as a waiver and counts not at all ('Use it'), which moved the score by +0.5.`,
  ],
])('%j reads: %s', (more, expected) => {
  expect(explainReason(reason(more), 'Use it')).toBe(expected);
});

test('a reason of before points were kept has none', () => {
  const { points: _points, maxPoints: _maxPoints, because: _because, ...old } = reason({});
  expect(explainReason(old, 'Use it')).toBe(`'vm1' went from Unhealthy to Healthy ('Use it').`);
});
