import { isDoubt } from '../../../../shared/core/posture/policy/doubt';
import { evaluateTemplate } from '../../../../shared/core/posture/template/evaluateTemplate';
import { evaluateText } from '../../../../shared/core/posture/template/evaluate';
import { objectOf } from '../../../../shared/core/posture/template/member';
import { scopeOfTemplate } from '../../../../shared/core/posture/template/scopeOfTemplate';
import type { DeploymentTarget } from '../../../../shared/core/posture/template/templateScope';
import type { Json, JsonObject } from '../../../../shared/model/json';

export const subscriptionId = '00000000-0000-0000-0000-000000000001';
export const groupId = `/subscriptions/${subscriptionId}/resourceGroups/shop`;

export const target: DeploymentTarget = {
  tenantId: '00000000-0000-0000-0000-000000000000',
  managementGroup: '',
  subscriptionId,
  resourceGroup: 'shop',
  location: 'westeurope',
};

export const given = (values: Record<string, Json>) =>
  new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value] as const));

/** What a template with those members deploys. */
export const deploy = (template: JsonObject, parameters: Record<string, Json> = {}) =>
  evaluateTemplate(template, { target, deploymentName: 'test', parameters: given(parameters) });

/** JSON of a value without its prototypes; doubts as `?` and their detail. */
export const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, one: unknown) => (isDoubt(one) ? `?${one.reason}: ${one.detail}` : one)) ?? 'null',
  );

/** What an expression answers in a template with those members. */
export function valueOf(expression: string, template: JsonObject = {}, parameters: Record<string, Json> = {}): unknown {
  const scope = scopeOfTemplate(template, {
    target,
    deploymentName: 'test',
    given: given(parameters),
    spend: () => true,
    symbolId: () => undefined,
    onMissing: () => undefined,
  });
  const value = evaluateText(expression, scope);
  return isDoubt(value) ? `?${value.reason}` : plain(value);
}

export const account = (properties: Json, more: JsonObject = {}): JsonObject => ({
  type: 'Microsoft.Storage/storageAccounts',
  apiVersion: '2023-01-01',
  name: 'shopdata',
  location: 'westeurope',
  kind: 'StorageV2',
  properties,
  ...more,
});

export const propertiesOf = (body: JsonObject | undefined): unknown => plain(objectOf(body)?.['properties'] ?? null);
