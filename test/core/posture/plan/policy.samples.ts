import { policyKey } from '../../../../shared/core/documentIds';
import { createPosture, type PostureParts } from '../../../../shared/core/posture/plan/posture';
import { policyVerdicts } from '../../../../shared/core/posture/plan/policyVerdicts';
import { noSurroundings, type Surroundings } from '../../../../shared/core/posture/plan/surroundings';
import type { JsonObject } from '../../../../shared/model/json';
import type { Verdict } from '../../../../shared/model/judgement';
import type { PolicyDocument } from '../../../../shared/model/policy';
import { parsePolicyId } from '../../../../shared/model/policyId';
import type { Resource } from '../../../../shared/model/resource';
import { documentOf, subscription } from '../posture.samples';

export const atSubscription = `/subscriptions/${subscription}`;
export const atGroup = '/providers/Microsoft.Management/managementGroups/Shops';
export const chain = [atSubscription, atGroup.toLowerCase(), '/'];
const authorization = '/providers/Microsoft.Authorization';

export const definitionId = (name: string): string => `${authorization}/policyDefinitions/${name}`;
export const setId = (name: string): string => `${atGroup}${authorization}/policySetDefinitions/${name}`;
export const assignmentId = (name: string, at = atSubscription): string =>
  `${at}${authorization}/policyAssignments/${name}`;
export const exemptionId = (name: string, at = atSubscription): string =>
  `${at}${authorization}/policyExemptions/${name}`;

let versions = 0;
export function policyDocument(resourceId: string, properties: object): PolicyDocument {
  const { kind, name } = parsePolicyId(resourceId)!;
  versions += 1;
  const key = policyKey(resourceId)!;
  return { ...key, kind, name, workspaceId: 'w1', resourceId, properties, _etag: `v${versions}` } as PolicyDocument;
}

/** A rule. An object with `then` in lower case would look like a promise. */
export const ruleOf = (condition: JsonObject, then: JsonObject = { effect: 'audit' }): JsonObject => ({
  if: condition,
  THEN: then,
});

/** Things whose `tags.state` is not good are at fault. */
export const stateRule = (): JsonObject =>
  ruleOf(
    {
      allOf: [
        { field: 'type', equals: 'Microsoft.Test/things' },
        { field: "tags['state']", notEquals: 'good' },
      ],
    },
    { effect: "[parameters('effect')]" },
  );

export const stateDefinition = (name: string, more: object = {}) => ({
  displayName: `State of ${name}`,
  mode: 'All',
  metadata: { category: 'Storage' },
  parameters: { effect: { type: 'String', defaultValue: 'Audit' } },
  policyRule: stateRule(),
  ...more,
});

export const tagged = (resource: Resource, state: string): Resource => ({ ...resource, tags: { state } });

export const now = new Date('2026-11-21T12:00:00.000Z');

/** Verdicts of all resources under documents, by resource and key. */
export function judged(
  parts: Partial<PostureParts> & { documents: readonly PolicyDocument[] },
  resources: readonly Resource[],
  { at = now, around = noSurroundings }: { at?: Date; around?: Surroundings } = {},
): Record<string, Record<string, Verdict>> {
  const posture = createPosture({ recommendations: [], chain, plans: {}, ...parts });
  const documents = resources.map((resource) => documentOf(resource));
  const policies = policyVerdicts(posture, documents, around, at);
  return Object.fromEntries(documents.map(({ resource }) => [resource.name, policies.assigned(resource)]));
}
