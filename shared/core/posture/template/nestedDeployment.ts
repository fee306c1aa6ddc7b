import type { Json, JsonObject } from '../../../model/json';
import { isDoubt } from '../policy/doubt';
import type { Deployment } from './deployResources';
import { evaluateJson } from './evaluate';
import { memberOf, objectOf, textOf } from './member';
import { textLater } from './partlyKnown';
import { givenParameters } from './templateParameters';
import type { TemplatePath, TemplateResource } from './templateResource';
import type { DeploymentTarget, TemplateScope } from './templateScope';

const maxDepth = 16;

/** The resources of a deployment within a template. One that is linked lies elsewhere: it is noted, nothing of it judged. */
export function deployNested(
  { json, path }: { json: JsonObject; path: TemplatePath },
  scope: TemplateScope,
  outer: Deployment,
  deployAll: (deployment: Deployment) => TemplateResource[],
): TemplateResource[] {
  const properties = objectOf(memberOf(json, 'properties')) ?? {};
  const template = objectOf(memberOf(properties, 'template'));
  const name = textIn(memberOf(json, 'name'), scope) ?? textLater('name of a deployment');
  if (!template) {
    outer.note('linked-template', 'a linked template is not read: what it deploys is not judged', path);
    return [];
  }
  if (outer.depth >= maxDepth) {
    outer.note('linked-template', `deployments nested deeper than ${maxDepth} are not judged`, path);
    return [];
  }
  const placing = targetOf(json, scope, outer.placing);
  const inner = [...path, 'properties', 'template'];
  const options = objectOf(memberOf(properties, 'expressionEvaluationOptions'));
  const depth = outer.depth + 1;
  if (textOf(memberOf(options ?? {}, 'scope')).toLowerCase() !== 'inner') {
    return deployAll({ ...outer, template, path: inner, scope, placing, depth });
  }
  const parameters = givenParameters(memberOf(properties, 'parameters'), (value) => evaluateJson(value, scope));
  const opened = outer.open(template, { target: placing, deploymentName: name, parameters }, inner, {
    ...outer,
    spend: scope.spend,
  });
  opened.depth = depth;
  return deployAll(opened);
}

function textIn(json: Json | undefined, scope: TemplateScope): string | undefined {
  if (json === undefined || json === null) return undefined;
  const value = evaluateJson(json, scope);
  if (isDoubt(value)) return textLater(value.detail);
  return typeof value === 'string' ? value : undefined;
}

/** Where the inner deployment goes: what it names, else where the outer one goes. */
function targetOf(json: JsonObject, scope: TemplateScope, outer: DeploymentTarget): DeploymentTarget {
  const read = (key: string): string | undefined => textIn(memberOf(json, key), scope);
  const [subscriptionId, resourceGroup, location, at] = ['subscriptionId', 'resourceGroup', 'location', 'scope'].map(
    read,
  );
  if (at === '/')
    return { ...outer, managementGroup: '', subscriptionId: '', resourceGroup: '', location: location ?? '' };
  const managed = /managementGroups\/([^/]+)$/i.exec(at ?? '')?.[1];
  if (managed !== undefined)
    return { ...outer, managementGroup: managed, subscriptionId: '', resourceGroup: '', location: location ?? '' };
  if (resourceGroup !== undefined) {
    const same =
      resourceGroup === outer.resourceGroup && (subscriptionId ?? outer.subscriptionId) === outer.subscriptionId;
    return {
      ...outer,
      subscriptionId: subscriptionId ?? outer.subscriptionId,
      resourceGroup,
      location: same ? outer.location : textLater(`location of resource group ${resourceGroup}`),
    };
  }
  if (subscriptionId === undefined && location === undefined) return outer;
  // A deployment with a place of its own goes to a subscription or above.
  return {
    ...outer,
    subscriptionId: subscriptionId ?? outer.subscriptionId,
    resourceGroup: '',
    location: location ?? outer.location,
  };
}
