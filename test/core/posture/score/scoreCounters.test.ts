import fc from 'fast-check';
import type { CountedCode } from '../../../../shared/model/judgement';
import { controlMembership, recommendationsByKey } from '../../../../shared/core/posture/score/controlContribution';
import {
  addCounters,
  belowZero,
  countersOf,
  noCounters,
  scoreDelta,
  subtractCounters,
  sumCounters,
} from '../../../../shared/core/posture/score/scoreCounters';
import { recommend } from '../posture.samples';

const known = recommendationsByKey([
  recommend('a/one', ['encryptDataInTransit']),
  recommend('a/two', ['encryptDataInTransit', 'enableMfa']),
  recommend('a/three', ['enableEncryptionAtRest']),
  recommend('a/preview', ['encryptDataInTransit'], { preview: true }),
  recommend('a/bare', []),
]);
const contribution = (codes: Record<string, CountedCode>) =>
  Object.fromEntries([...controlMembership(codes, known)].map(([control, member]) => [control, member.contribution]));

describe('controlMembership', () => {
  test('a resource is healthy if it passes all recommendations of a control', () => {
    expect(contribution({ 'a/one': 'Healthy', 'a/two': 'Healthy' })).toEqual({
      encryptDataInTransit: 'healthy',
      enableMfa: 'healthy',
    });
  });

  test('one failing recommendation makes it unhealthy, and a second one changes nothing', () => {
    const one = contribution({ 'a/one': 'Unhealthy', 'a/two': 'Healthy' });
    const both = contribution({ 'a/one': 'Unhealthy', 'a/two': 'Unhealthy' });
    expect(one['encryptDataInTransit']).toBe('unhealthy');
    expect(both['encryptDataInTransit']).toBe('unhealthy');
  });

  test('what does not apply is not asked of it', () => {
    const codes = { 'a/one': 'Healthy', 'a/two': 'NotApplicable' } as const;
    expect(contribution(codes)).toEqual({ encryptDataInTransit: 'healthy', enableMfa: 'notApplicable' });
  });

  test('Unknown never makes it healthy', () => {
    expect(contribution({ 'a/one': 'Healthy', 'a/two': 'Unknown' })).toEqual({});
  });

  test('Unknown does not hide a failure', () => {
    expect(contribution({ 'a/one': 'Unhealthy', 'a/two': 'Unknown' })).toEqual({ encryptDataInTransit: 'unhealthy' });
  });

  test('what is mitigated passes, what is exempt is not asked', () => {
    expect(contribution({ 'a/one': 'Mitigated', 'a/two': 'Exempt' })).toEqual({
      encryptDataInTransit: 'healthy',
      enableMfa: 'notApplicable',
    });
    expect(contribution({ 'a/one': 'Mitigated', 'a/two': 'Unhealthy' })['encryptDataInTransit']).toBe('unhealthy');
    expect(contribution({ 'a/one': 'Mitigated', 'a/two': 'Unknown' })).toEqual({});
  });

  test('a resource that one recommendation alone fails says what it becomes without', () => {
    const sole = (codes: Record<string, CountedCode>) =>
      controlMembership(codes, known).get('encryptDataInTransit')?.sole;
    expect(sole({ 'a/one': 'Unhealthy', 'a/two': 'Exempt' })).toEqual({ recommendation: 'a/one', becomes: 'healthy' });
    expect(sole({ 'a/one': 'Unhealthy', 'a/two': 'Unknown' })).toEqual({ recommendation: 'a/one', becomes: 'out' });
    expect(sole({ 'a/one': 'Unhealthy', 'a/two': 'Unhealthy' })).toBeUndefined();
  });

  test('previews and recommendations that are gone count nowhere', () => {
    expect(contribution({ 'a/preview': 'Unhealthy', 'a/gone': 'Unhealthy' })).toEqual({});
  });
});

describe('countersOf', () => {
  test('pairs count verdicts that score, not resources', () => {
    const codes = { 'a/one': 'Healthy', 'a/two': 'Unhealthy', 'a/three': 'Unknown', 'a/preview': 'Healthy' } as const;
    expect(countersOf({ ...codes, 'a/bare': 'Healthy' }, known).pairs).toBe(2);
  });

  test('a mitigated verdict is a pair, an exempt one is none', () => {
    expect(countersOf({ 'a/one': 'Mitigated', 'a/two': 'Exempt' }, known).pairs).toBe(1);
  });

  test('every recommendation is counted for itself, custom policies and previews too', () => {
    const codes = {
      'a/one': 'Exempt',
      'a/two': 'Mitigated',
      'a/preview': 'Unknown',
      'policy/own': 'Unhealthy',
    } as const;
    const none = { healthy: 0, unhealthy: 0, notApplicable: 0, exempt: 0, unknown: 0 };
    expect(countersOf(codes, known).assessments).toEqual({
      'a/one': { ...none, exempt: 1 },
      'a/two': { ...none, exempt: 1 },
      'a/preview': { ...none, unknown: 1 },
      'policy/own': { ...none, unhealthy: 1 },
    });
  });
});

describe('scoreDelta', () => {
  const code = fc.constantFrom<CountedCode>('Healthy', 'Unhealthy', 'NotApplicable', 'Unknown', 'Exempt', 'Mitigated');
  const codes = fc.dictionary(fc.constantFrom(...known.keys(), 'a/gone'), code);
  const step = fc.record({ resource: fc.nat(5), codes: fc.option(codes, { nil: {} }) });

  test('counters kept by deltas equal a recount, whatever happened', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (history) => {
        const state = new Map<number, Record<string, CountedCode>>();
        let kept = noCounters;
        for (const { resource, codes: after } of history) {
          kept = addCounters(kept, scoreDelta(state.get(resource) ?? {}, after, known));
          state.set(resource, after);
        }
        const recount = sumCounters([...state.values()].map((one) => countersOf(one, known)));
        expect(kept).toEqual(recount);
        expect(belowZero(kept)).toEqual([]);
      }),
    );
  });

  test('a removal that was never counted shows as a counter below zero', () => {
    expect(belowZero(scoreDelta({ 'a/three': 'Healthy' }, {}, known))).toEqual(['enableEncryptionAtRest', 'a/three']);
  });
});

test('adding in place leaves what is added as it was', () => {
  const one = countersOf({ 'a/one': 'Unhealthy' }, known);
  const kept = structuredClone(one);
  expect(subtractCounters(addCounters(one, one), one)).toEqual(kept);
  expect(one).toEqual(kept);
});
