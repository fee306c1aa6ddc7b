import fc from 'fast-check';
import type { VerdictCode } from '../../../shared/model/judgement';
import { controlContribution, recommendationsByKey } from '../../../shared/core/posture/controlContribution';
import {
  addCounters,
  belowZero,
  countersOf,
  movedControls,
  noCounters,
  scoreChange,
  scoreDelta,
} from '../../../shared/core/posture/scoreCounters';
import { recommend } from './posture.samples';

const known = recommendationsByKey([
  recommend('a/one', ['encryptDataInTransit']),
  recommend('a/two', ['encryptDataInTransit', 'enableMfa']),
  recommend('a/three', ['enableEncryptionAtRest']),
  recommend('a/preview', ['encryptDataInTransit'], { preview: true }),
  recommend('a/bare', []),
]);
const contribution = (codes: Record<string, VerdictCode>) =>
  Object.fromEntries(controlContribution(codes, known).entries());

describe('controlContribution', () => {
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

  test('previews and recommendations that are gone count nowhere', () => {
    expect(contribution({ 'a/preview': 'Unhealthy', 'a/gone': 'Unhealthy' })).toEqual({});
  });
});

describe('countersOf', () => {
  test('pairs count verdicts that score, not resources', () => {
    const codes = { 'a/one': 'Healthy', 'a/two': 'Unhealthy', 'a/three': 'Unknown', 'a/preview': 'Healthy' } as const;
    expect(countersOf({ ...codes, 'a/bare': 'Healthy' }, known).pairs).toBe(2);
  });
});

describe('scoreDelta', () => {
  const code = fc.constantFrom<VerdictCode>('Healthy', 'Unhealthy', 'NotApplicable', 'Unknown');
  const codes = fc.dictionary(fc.constantFrom(...known.keys(), 'a/gone'), code);
  const step = fc.record({ resource: fc.nat(5), codes: fc.option(codes, { nil: {} }) });

  test('counters kept by deltas equal a recount, whatever happened', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (history) => {
        const state = new Map<number, Record<string, VerdictCode>>();
        let kept = noCounters;
        for (const { resource, codes: after } of history) {
          kept = addCounters(kept, scoreDelta(state.get(resource) ?? {}, after, known));
          state.set(resource, after);
        }
        const recount = [...state.values()].map((one) => countersOf(one, known)).reduce(addCounters, noCounters);
        expect(kept).toEqual(recount);
        expect(belowZero(kept)).toEqual([]);
      }),
    );
  });

  test('a removal that was never counted shows as a counter below zero', () => {
    expect(belowZero(scoreDelta({ 'a/three': 'Healthy' }, {}, known))).toEqual(['enableEncryptionAtRest']);
  });
});

describe('scoreChange', () => {
  const before = countersOf({ 'a/three': 'Healthy' }, known);

  test('names the controls that moved, with the score before and after', () => {
    const after = addCounters(before, countersOf({ 'a/three': 'Unhealthy' }, known));
    expect(scoreChange(before, after, [], '2026-11-21T12:00:00.000Z')).toEqual({
      at: '2026-11-21T12:00:00.000Z',
      before: { max: 4, current: 4, percentage: 1 },
      after: { max: 4, current: 2, percentage: 0.5 },
      controls: [
        {
          control: 'enableEncryptionAtRest',
          displayName: 'Enable encryption at rest',
          before: { max: 4, current: 4, percentage: 1 },
          after: { max: 4, current: 2, percentage: 0.5 },
        },
      ],
      reasons: [],
    });
  });

  test('more healthy resources in a full control move nothing', () => {
    expect(movedControls(before, addCounters(before, before))).toEqual([]);
  });

  test('the first resource of a control moves its maximum', () => {
    const first = countersOf({ 'a/three': 'Unhealthy' }, known);
    expect(movedControls(noCounters, first)).toHaveLength(1);
  });
});
