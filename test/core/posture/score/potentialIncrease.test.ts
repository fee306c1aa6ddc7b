import fc from 'fast-check';
import type { CountedCode } from '../../../../shared/model/judgement';
import { recommendationsByKey } from '../../../../shared/core/posture/score/controlContribution';
import { potentialIncrease, scoreImpact } from '../../../../shared/core/posture/score/potentialIncrease';
import { countersOf, sumCounters } from '../../../../shared/core/posture/score/scoreCounters';
import { roundDecimal, subscriptionScore } from '../../../../shared/core/posture/score/secureScore';
import { recommend } from '../posture.samples';

const one = recommend('a/one', ['encryptDataInTransit']);
const two = recommend('a/two', ['encryptDataInTransit', 'enableMfa']);
const preview = recommend('a/preview', ['encryptDataInTransit'], { preview: true });
const known = recommendationsByKey([one, two, preview]);

type Codes = Record<string, CountedCode>;
const count = (all: Codes[]) => sumCounters(all.map((codes) => countersOf(codes, known)));
const scoreOf = (all: Codes[]) => subscriptionScore(count(all).controls).current;

const code = fc.constantFrom<CountedCode>('Healthy', 'Unhealthy', 'NotApplicable', 'Unknown', 'Exempt', 'Mitigated');
const resources = fc.array(fc.dictionary(fc.constantFrom(...known.keys(), 'policy/own'), code), { maxLength: 12 });

describe('potentialIncrease', () => {
  test('counts only resources that nothing else in the control fails', () => {
    const counters = count([
      { 'a/one': 'Unhealthy', 'a/two': 'Healthy' },
      { 'a/one': 'Unhealthy', 'a/two': 'Unhealthy' },
    ]);
    expect(potentialIncrease(one, counters)).toBe(2);
    expect(potentialIncrease(two, counters)).toBe(5);
    expect(potentialIncrease(preview, counters)).toBe(0);
  });

  test('is exactly what the score rises by when all its resources pass', () => {
    fc.assert(
      fc.property(resources, fc.constantFrom(one, two, preview), (all, recommendation) => {
        const fixed = all.map((codes): Codes => {
          const { [recommendation.key]: was } = codes;
          return was === 'Unhealthy' ? { ...codes, [recommendation.key]: 'Healthy' } : codes;
        });
        expect(potentialIncrease(recommendation, count(all))).toBe(roundDecimal(scoreOf(fixed) - scoreOf(all), 2));
      }),
    );
  });
});

describe('scoreImpact', () => {
  test('is exactly what the score rises by when this one resource passes', () => {
    fc.assert(
      fc.property(resources, fc.nat(11), fc.constantFrom(...known.keys()), (all, at, key) => {
        const codes = all[at];
        if (!codes) return;
        const fixed = all.with(at, codes[key] === 'Unhealthy' ? { ...codes, [key]: 'Healthy' } : codes);
        const impact = scoreImpact(codes, key, count(all).controls, known);
        expect(impact).toBe(roundDecimal(scoreOf(fixed) - scoreOf(all), 2));
      }),
    );
  });

  test('too little to show is 0', () => {
    const { controls } = count([{ 'a/one': 'Unhealthy' }]);
    const many = { encryptDataInTransit: { ...controls['encryptDataInTransit']!, healthy: 10_000 } };
    expect(scoreImpact({ 'a/one': 'Unhealthy' }, 'a/one', many, known)).toBe(0);
  });
});
