import { collectionMark } from '../../../../shared/core/posture/inventory/collectionMark';
import { judgeResources } from '../../../../shared/core/posture/judgeResources';
import { createPosture } from '../../../../shared/core/posture/plan/posture';
import { policyVerdicts } from '../../../../shared/core/posture/plan/policyVerdicts';
import type { ResourceDocument } from '../../../../shared/model/documents/resources';
import type { JsonObject } from '../../../../shared/model/json';
import { documentOf, idOf, thing } from '../posture.samples';
import { assignmentId, chain, definitionId, now, policyDocument, ruleOf } from './policy.samples';

const partType = 'Microsoft.Test/things/parts';
const otherType = 'Microsoft.Test/others';
const fresh = '2026-11-21T11:00:00.000Z';
const old = '2026-11-19T11:00:00.000Z';

const own = thing('a');
const part = (observedAt: string) => documentOf({ ...thing('p'), id: `${own.id}/parts/p`, type: partType }, observedAt);
const mark = (observedAt: string) =>
  documentOf(collectionMark(own.id, 'parts', { types: [partType], outcome: 'complete' }), observedAt);
const other = documentOf({ ...thing('o'), id: idOf('o', otherType), type: otherType }, old);
const groupId = own.id.split('/').slice(0, 5).join('/');
const group = documentOf(
  { ...thing('shop'), id: groupId, type: 'Microsoft.Resources/subscriptions/resourceGroups' },
  old,
);

const isThing = { field: 'type', equals: own.type };

/** What a policy that looks for related resources says of a thing just seen: the code, whether it is stale, and how old it is. */
function judge(
  documents: ResourceDocument[],
  {
    condition = isThing,
    type = partType,
    around = [] as ResourceDocument[],
  }: {
    condition?: JsonObject;
    type?: string;
    around?: ResourceDocument[];
  } = {},
) {
  const policyRule = ruleOf(condition, { effect: 'auditIfNotExists', details: { type } });
  const posture = createPosture({
    recommendations: [],
    chain,
    plans: {},
    documents: [
      policyDocument(definitionId('state'), { mode: 'All', policyRule }),
      policyDocument(assignmentId('a'), { policyDefinitionId: definitionId('state') }),
    ],
  });
  const all = [documentOf(own, fresh), ...documents];
  const policies = policyVerdicts(posture, all, { documents: around, collected: new Set() }, now);
  const { judgement, stale } = judgeResources(all, [], new Map(), now, policies)[0]!;
  return [
    Object.values(judgement.verdicts)
      .map(({ code }) => code)
      .join(),
    stale.length > 0,
    judgement.observedAt,
  ];
}

test('a verdict is as old as the related resource that was found, wherever that lies', () => {
  expect(judge([part(old)])).toEqual(['Healthy', true, old]);
  expect(judge([part(fresh)])).toEqual(['Healthy', false, fresh]);
  expect(judge([], { type: otherType, around: [other] })).toEqual(['Healthy', true, old]);
});

test('where nothing was found it is as old as the note that there is nothing', () => {
  expect(judge([mark(old)])).toEqual(['Unhealthy', true, old]);
  expect(judge([mark(fresh)])).toEqual(['Unhealthy', false, fresh]);
});

test('it is as old as the resource group that the rule reads', () => {
  const condition = { allOf: [isThing, { value: '[resourceGroup().name]', exists: true }] };
  expect(judge([part(fresh)], { condition, around: [group] })).toEqual(['Healthy', true, old]);
});

test('what the rule does not look at may be older', () => {
  expect(judge([part(fresh)], { around: [other, group] })).toEqual(['Healthy', false, fresh]);
});
