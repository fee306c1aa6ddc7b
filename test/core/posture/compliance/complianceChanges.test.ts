import { sourceIndex } from '../../../../shared/core/posture/compliance/assessmentSource';
import { complianceChanges } from '../../../../shared/core/posture/compliance/complianceChanges';
import type { Standard } from '../../../../shared/model/standard';

const sources = sourceIndex([{ key: 'a', assessmentKey: 'guid-a', displayName: 'A' }]);
const standard = (name: string): Standard => ({
  name,
  displayName: name,
  version: '1',
  description: '',
  controls: [
    { name: '1', title: 'One', recommendations: ['a'] },
    { name: '2', title: 'Two', recommendations: ['a'] },
    { name: '3', title: 'Three', manual: true },
  ],
});
const count = (healthy: number, unhealthy: number) => ({ healthy, unhealthy, notApplicable: 0, exempt: 0, unknown: 0 });

test('a state that changes is told once for each control of each standard', () => {
  const changes = complianceChanges([standard('S'), standard('T')], sources, { a: count(1, 0) }, { a: count(1, 1) });
  expect(
    changes.map(({ standard: name, control, before, assessment }) => [name, control, before, assessment.state]),
  ).toEqual([
    ['S', '1', 'Passed', 'Failed'],
    ['S', '2', 'Passed', 'Failed'],
    ['T', '1', 'Passed', 'Failed'],
    ['T', '2', 'Passed', 'Failed'],
  ]);
});

test('a count that moves without a change of state tells nothing', () => {
  expect(complianceChanges([standard('S')], sources, { a: count(1, 1) }, { a: count(5, 2) })).toEqual([]);
  expect(complianceChanges([standard('S')], sources, {}, { other: count(1, 1) })).toEqual([]);
});
