import fc from 'fast-check';
import type { CountedCode } from '../../../../shared/model/judgement';
import { recommendationsByKey } from '../../../../shared/core/posture/score/controlContribution';
import { scoreChange } from '../../../../shared/core/posture/score/scoreChange';
import {
  addCounters,
  countersOf,
  noCounters,
  scoreDelta,
  sumCounters,
} from '../../../../shared/core/posture/score/scoreCounters';
import { type JudgementChange, scoreReasons } from '../../../../shared/core/posture/score/scoreReasons';
import { controlPoints, isControl } from '../../../../shared/core/posture/score/secureScore';
import { recommend } from '../posture.samples';

const known = recommendationsByKey([
  recommend('a/one', ['encryptDataInTransit']),
  recommend('a/two', ['encryptDataInTransit', 'enableMfa']),
  recommend('a/three', ['enableEncryptionAtRest']),
]);

type Codes = Record<string, CountedCode>;
const change = (name: string, before: Codes, after: Codes, more: Partial<JudgementChange> = {}): JudgementChange => ({
  outboxId: `${name}|1`,
  resourceId: `/things/${name}`,
  version: 1,
  before,
  after,
  removed: false,
  verdicts: {},
  ...more,
});

function explained(changes: JudgementChange[]) {
  const before = sumCounters(
    [...new Map(changes.map((one) => [one.resourceId, one] as const).reverse()).values()].map((one) =>
      countersOf(one.before, known),
    ),
  );
  const after = changes.reduce((sum, one) => addCounters(sum, scoreDelta(one.before, one.after, known)), before);
  return scoreChange(before.controls, after.controls, {
    at: '',
    source: 'verdicts',
    reasons: (moved) => scoreReasons(changes, moved, before.controls, known),
  });
}

const kindOf = (one: JudgementChange) => explained([one])?.reasons.map(({ because }) => because);

describe('scoreReasons', () => {
  test('says the points of each verdict', () => {
    const changes = [
      change('x', { 'a/one': 'Healthy' }, { 'a/one': 'Unhealthy' }),
      change('y', { 'a/one': 'Healthy' }, { 'a/one': 'Healthy' }),
      change('z', { 'a/one': 'Unhealthy' }, { 'a/one': 'Unhealthy' }),
    ];
    expect(explained(changes)).toMatchObject({
      before: { current: 2.67 },
      after: { current: 1.33 },
      reasons: [{ resourceId: '/things/x', before: 'Healthy', after: 'Unhealthy', points: -1.333333, maxPoints: 0 }],
      unattributed: -0.006667,
    });
  });

  test('of two findings on one resource, fixing the first gives nothing and the second all', () => {
    const both = change(
      'x',
      { 'a/one': 'Unhealthy', 'a/two': 'Unhealthy' },
      { 'a/one': 'Healthy', 'a/two': 'Healthy' },
    );
    expect(explained([both])!.reasons).toMatchObject([
      { recommendation: 'a/one', points: 0 },
      { recommendation: 'a/two', points: 14 },
    ]);
  });

  test('a mitigation gains points, a waiver takes the resource out', () => {
    const other = change('y', { 'a/three': 'Unhealthy' }, { 'a/three': 'Unhealthy' });
    const mitigated = change('x', { 'a/three': 'Unhealthy' }, { 'a/three': 'Mitigated' });
    expect(explained([mitigated, other])!.reasons).toMatchObject([{ because: 'Exempted', points: 2, maxPoints: 0 }]);
    const healthy = change('y', { 'a/three': 'Healthy' }, { 'a/three': 'Healthy' });
    const waived = change('x', { 'a/three': 'Unhealthy' }, { 'a/three': 'Exempt' });
    expect(explained([waived, healthy])!.reasons).toMatchObject([{ because: 'Exempted', points: 2, maxPoints: 0 }]);
    expect(explained([waived])!.reasons).toMatchObject([{ because: 'Exempted', points: 0, maxPoints: -4 }]);
  });

  test('tells why', () => {
    const fails: Codes = { 'a/three': 'Unhealthy' };
    const passes: Codes = { 'a/three': 'Healthy' };
    const rest: Codes = { 'a/one': 'Healthy' };
    const verdict = { code: 'NotApplicable', cause: 'OffByPolicy', firstEvaluatedAt: '', changedAt: '' } as const;
    expect(kindOf(change('x', fails, passes))).toEqual(['VerdictChanged']);
    expect(kindOf(change('x', {}, fails))).toEqual(['NewResource']);
    expect(kindOf(change('x', fails, {}, { removed: true }))).toEqual(['ResourceRemoved']);
    expect(kindOf(change('x', { 'a/three': 'Mitigated' }, fails))).toEqual(['ExemptionEnded']);
    expect(kindOf(change('x', { ...rest }, { ...rest, ...fails }))).toEqual(['RecommendationAdded']);
    expect(kindOf(change('x', { ...rest, ...fails }, { ...rest }))).toEqual(['RecommendationGone']);
    const off = change('x', fails, { 'a/three': 'NotApplicable' }, { verdicts: { 'a/three': verdict } });
    expect(kindOf(off)).toEqual(['OffByPolicy']);
  });

  test('what went and came back is no reason', () => {
    const [there, back] = [
      change('x', { 'a/three': 'Healthy' }, { 'a/three': 'Unhealthy' }),
      change('x', { 'a/three': 'Unhealthy' }, { 'a/three': 'Healthy' }, { version: 2 }),
    ];
    expect(scoreReasons([back, there], ['enableEncryptionAtRest'], noCounters.controls, known)).toEqual([]);
  });

  test('the points of the reasons are exactly what the counters moved, and rounding is the rest', () => {
    const code = fc.constantFrom<CountedCode>(
      'Healthy',
      'Unhealthy',
      'NotApplicable',
      'Unknown',
      'Exempt',
      'Mitigated',
    );
    const codes = fc.dictionary(fc.constantFrom(...known.keys(), 'policy/own'), code);
    const pairs = fc.array(fc.tuple(codes, codes), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(pairs, (changed) => {
        const changes = changed.map(([before, after], at) => change(`r${at}`, before, after));
        const found = explained(changes);
        if (!found) return;
        const points = (side: 'before' | 'after') =>
          Object.entries(sumCounters(changes.map((one) => countersOf(one[side], known))).controls).reduce(
            (sum, [control, count]) => sum + (isControl(control) ? controlPoints(control, count).current : 0),
            0,
          );
        const told = found.reasons.reduce((sum, reason) => sum + reason.points!, 0);
        expect(told).toBeCloseTo(points('after') - points('before'), 4);
        expect(found.before.current + told + found.unattributed!).toBeCloseTo(found.after.current, 5);
        expect(Math.abs(found.unattributed!)).toBeLessThan(0.04);
      }),
    );
  });
});
