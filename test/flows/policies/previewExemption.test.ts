import { scoreId, partitionOf } from '../../../shared/core/documentIds';
import { recommendationsByKey } from '../../../shared/core/posture/score/controlContribution';
import { codesOf } from '../../../shared/core/posture/score/countedCodes';
import { policyVerdictKey } from '../../../shared/core/posture/plan/policyUnit';
import { countersOf, sumCounters } from '../../../shared/core/posture/score/scoreCounters';
import { previewExemption } from '../../../shared/flows/policies/previewExemption';
import { Rejected } from '../../../shared/model/rejected';
import {
  assignmentId,
  atSubscription,
  definitionId,
  policyDocument,
  setId,
} from '../../core/posture/plan/policy.samples';
import { memoryPorts } from '../../doubles/memoryPorts';
import {
  account,
  judgementDocument,
  otherGroup,
  recommendations,
  scoreDocument,
  subscription,
} from '../../http/support/samples';

const shippedAssignment = assignmentId('SecurityCenterBuiltIn', subscription);
const shipped = recommendations.map((one, at) => ({
  ...one,
  metadata: { ...one.metadata, policyDefinitionId: definitionId(`builtin-${at}`) },
}));
const key = recommendations[0]!.key;
const second = account.replace(/st1$/, 'st2');
const customKey = policyVerdictKey(assignmentId('own', subscription), 'one');

async function given() {
  const { ports } = memoryPorts();
  const members = recommendations.map((_, at) => ({ policyDefinitionId: definitionId(`builtin-${at}`) }));
  for (const document of [
    policyDocument(setId('builtins'), { policyDefinitions: members }),
    policyDocument(shippedAssignment, { policyDefinitionId: setId('builtins') }),
  ]) {
    const { _etag, ...fresh } = document;
    await ports.policies.save(fresh);
  }
  const judgements = [
    judgementDocument(account, { [key]: 'Unhealthy', [customKey]: 'Unhealthy' }),
    judgementDocument(second, { [key]: 'Healthy' }),
  ];
  await ports.findings.save([judgements[0]!]);
  await ports.findings.save([judgements[1]!]);
  const known = recommendationsByKey(recommendations);
  const counters = sumCounters(judgements.map(({ judgement }) => countersOf(codesOf(judgement), known)));
  await ports.findings.save([{ ...scoreDocument, id: scoreId, ...partitionOf(atSubscription), ...counters }]);
  const preview = (more: object, scope: string = subscription) =>
    previewExemption(ports, shipped, {
      scope,
      properties: { policyAssignmentId: shippedAssignment, exemptionCategory: 'Waiver', ...more },
    });
  return preview;
}

test('a waiver takes the failing resource out of the counts', async () => {
  const preview = await given();
  expect(await preview({}, account)).toMatchObject({
    resources: 1,
    assessments: 1,
    unhealthy: 1,
    complete: true,
    before: { percentage: 0.5 },
    after: { percentage: 1 },
    byRecommendation: { [key]: 1 },
  });
});

test('of all resources a waiver leaves nothing to count, and mitigated ones all pass', async () => {
  const preview = await given();
  expect((await preview({})).after).toMatchObject({ max: 0, current: 0 });
  const { before, after } = await preview({ exemptionCategory: 'Mitigated' }, otherGroup);
  expect([before.percentage, after.percentage]).toEqual([0.5, 1]);
});

test('policies that somebody assigned have no weight', async () => {
  const preview = await given();
  const own = { policyAssignmentId: assignmentId('own', subscription) };
  const { before, after, assessments } = await preview({ ...own, policyDefinitionReferenceIds: ['ONE'] });
  expect([assessments, after]).toEqual([1, before]);
  expect((await preview({ ...own, policyDefinitionReferenceIds: ['two'] })).assessments).toBe(0);
  expect((await preview(own)).byRecommendation).toEqual({ [customKey]: 1 });
});

test('a recommendation is named by its assessment key', async () => {
  const preview = await given();
  const named = await preview({ policyDefinitionReferenceIds: [recommendations[0]!.assessmentKey] });
  expect(named.assessments).toBe(2);
  expect((await preview({ policyDefinitionReferenceIds: ['another'] })).assessments).toBe(0);
});

test('what is no exemption is refused', async () => {
  const preview = await given();
  await expect(preview({ exemptionCategory: 'Never' })).rejects.toThrow(Rejected);
  await expect(preview({ policyAssignmentId: account })).rejects.toThrow(Rejected);
});

test('a member without a reference is named by its place, as where it is judged', async () => {
  const preview = await given();
  const assessments = async (reference: string) =>
    (await preview({ policyDefinitionReferenceIds: [reference] })).assessments;
  expect([await assessments('0'), await assessments('1'), await assessments('')]).toEqual([2, 0, 0]);
});
