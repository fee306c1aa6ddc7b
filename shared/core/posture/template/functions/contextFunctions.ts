import type { Json } from '../../../../model/json';
import { expressionError } from '../../policy/doubt';
import type { Result } from '../../policy/frame';
import { objectWith } from '../member';
import { valueLater } from '../partlyKnown';
import { scopeId } from '../scopeId';
import type { TemplateScope } from '../templateScope';
import { azureCloud } from './azureCloud';
import type { ContextFunction } from './templateFunction';

/** Doubts stand among members: only who looks at one is in doubt. */
const later = (label: string): Json => valueLater(label) as unknown as Json;

function resourceGroup(_: readonly Json[], { target }: TemplateScope): Result {
  if (target.resourceGroup === '') return expressionError('resourceGroup() of a deployment to no resource group');
  return objectWith([
    ['id', scopeId(target)],
    ['name', target.resourceGroup],
    ['type', 'Microsoft.Resources/resourceGroups'],
    ['location', target.location],
    ['managedBy', later('resourceGroup().managedBy')],
    ['tags', later('resourceGroup().tags')],
    ['properties', objectWith([['provisioningState', 'Succeeded']])],
  ]);
}

function subscription(_: readonly Json[], { target }: TemplateScope): Result {
  if (target.subscriptionId === '') return expressionError('subscription() of a deployment to no subscription');
  return objectWith([
    ['id', `/subscriptions/${target.subscriptionId}`],
    ['subscriptionId', target.subscriptionId],
    ['tenantId', target.tenantId],
    ['displayName', later('subscription().displayName')],
    ['tags', later('subscription().tags')],
  ]);
}

const tenant = (_: readonly Json[], { target }: TemplateScope): Result =>
  objectWith([
    ['id', `/tenants/${target.tenantId}`],
    ['tenantId', target.tenantId],
    ['countryCode', later('tenant().countryCode')],
    ['displayName', later('tenant().displayName')],
  ]);

function managementGroup(_: readonly Json[], { target }: TemplateScope): Result {
  if (target.managementGroup === '') return valueLater('managementGroup()');
  return objectWith([
    ['id', `/providers/Microsoft.Management/managementGroups/${target.managementGroup}`],
    ['name', target.managementGroup],
    ['properties', later('managementGroup().properties')],
    ['type', '/providers/Microsoft.Management/managementGroups'],
  ]);
}

const deployment = (_: readonly Json[], { target, deploymentName }: TemplateScope): Result =>
  objectWith([
    ['name', deploymentName],
    ['location', target.location],
    ['id', `${scopeId(target)}/providers/Microsoft.Resources/deployments/${deploymentName}`],
    ['properties', later('deployment().properties')],
  ]);

const alone = (call: ContextFunction['call']): ContextFunction => ({ least: 0, most: 0, call });

/** Functions that tell where a deployment goes, by name in lower case. */
export const contextFunctions: ReadonlyMap<string, ContextFunction> = new Map<string, ContextFunction>([
  ['resourcegroup', alone(resourceGroup)],
  ['subscription', alone(subscription)],
  ['tenant', alone(tenant)],
  ['managementgroup', alone(managementGroup)],
  ['deployment', alone(deployment)],
  ['environment', alone(() => azureCloud)],
]);
