import { memberOf, textOf } from '../../shared/core/posture/template/member';
import { textLater } from '../../shared/core/posture/template/partlyKnown';
import type { DeploymentTarget } from '../../shared/core/posture/template/templateScope';
import type { JsonObject } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';

const groupForm = /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?\/?$/i;
const managementForm = /^\/providers\/Microsoft\.Management\/managementGroups\/([^/]+)\/?$/i;

/** Where a template is going to be deployed: what `--scope` names; else of the kind that its schema names. */
export function deploymentTarget(
  template: JsonObject,
  scope: string | undefined,
  location: string | undefined,
): DeploymentTarget {
  const schema = textOf(memberOf(template, '$schema')).toLowerCase();
  const ofGroup = !/(?:subscription|managementgroup|tenant)deploymenttemplate\.json/.test(schema);
  const unknown: DeploymentTarget = {
    tenantId: textLater('tenant().tenantId'),
    managementGroup: '',
    subscriptionId: '',
    resourceGroup: '',
    location: location ?? textLater(ofGroup ? 'resourceGroup().location' : 'deployment().location'),
  };
  if (scope !== undefined) return { ...unknown, ...named(scope, ofGroup) };
  if (schema.includes('tenantdeployment')) return unknown;
  if (schema.includes('managementgroupdeployment')) {
    return { ...unknown, managementGroup: textLater('managementGroup().name') };
  }
  const subscriptionId = textLater('subscription().subscriptionId');
  return { ...unknown, subscriptionId, resourceGroup: ofGroup ? textLater('resourceGroup().name') : '' };
}

function named(scope: string, ofGroup: boolean): Partial<DeploymentTarget> {
  if (scope === '/') return {};
  const [, managementGroup] = managementForm.exec(scope) ?? [];
  if (managementGroup !== undefined) return { managementGroup };
  const [, subscriptionId, resourceGroup] = groupForm.exec(scope) ?? [];
  if (subscriptionId === undefined) {
    throw new Rejected(
      'InvalidScope',
      `'${scope}' is no scope: give /subscriptions/ID/resourceGroups/NAME, /subscriptions/ID, ` +
        '/providers/Microsoft.Management/managementGroups/NAME or /',
    );
  }
  if (resourceGroup === undefined && ofGroup) {
    // A folder may hold templates of both kinds.
    return { subscriptionId, resourceGroup: textLater('resourceGroup().name') };
  }
  return { subscriptionId, resourceGroup: ofGroup ? resourceGroup! : '' };
}
