import { recommendationsByKey } from '../../../../shared/core/posture/score/controlContribution';
import { isVisible, movedControls, scoreChange } from '../../../../shared/core/posture/score/scoreChange';
import { addCounters, countersOf, noCounters } from '../../../../shared/core/posture/score/scoreCounters';
import { recommend } from '../posture.samples';

const known = recommendationsByKey([recommend('a/three', ['enableEncryptionAtRest'])]);
const before = countersOf({ 'a/three': 'Healthy' }, known);
const at = '2026-11-21T12:00:00.000Z';
const noReasons = { reasons: () => [], source: 'verdicts', at } as const;

describe('scoreChange', () => {
  test('names the controls that moved, with the score before and after, and what no reason explains', () => {
    const after = addCounters(before, countersOf({ 'a/three': 'Unhealthy' }, known));
    expect(scoreChange(before.controls, after.controls, noReasons)).toEqual({
      at,
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
      source: 'verdicts',
      unattributed: -2,
      controlTable: '2025-11',
    });
  });

  test('more healthy resources in a full control move nothing', () => {
    expect(movedControls(before.controls, addCounters(before, before).controls)).toEqual([]);
  });

  test('the first resource of a control moves its maximum', () => {
    const first = countersOf({ 'a/three': 'Unhealthy' }, known);
    expect(movedControls(noCounters.controls, first.controls)).toHaveLength(1);
  });

  test('a move that rounding hides is a change, but not one to be seen', () => {
    const many = { enableEncryptionAtRest: { healthy: 9_999, unhealthy: 1, notApplicable: 0 } };
    const one = { enableEncryptionAtRest: { healthy: 10_000, unhealthy: 0, notApplicable: 0 } };
    const change = scoreChange(many, one, noReasons)!;
    expect(change.before).toEqual(change.after);
    expect(isVisible(change)).toBe(false);
  });
});
