import { isDoubt } from '../policy/doubt';
import type { Result } from '../policy/frame';
import { wovenId } from './functions/resourceIdFunctions';
import { textLater } from './partlyKnown';
import { scopeId } from './scopeId';
import type { DeploymentTarget } from './templateScope';

const groupTypes = new Set(['microsoft.resources/resourcegroups', 'microsoft.resources/subscriptions/resourcegroups']);

/** The name of a resource; one that is not known is named by what it waits for. Undefined for what is no text. */
export function nameOf(name: Result, parts: number): string | undefined {
  if (typeof name === 'string') return name;
  if (!isDoubt(name)) return undefined;
  return Array.from({ length: parts }, (_, at) => textLater(at === 0 ? name.detail : `${name.detail} ${at + 1}`)).join(
    '/',
  );
}

/** The id of a resource of that full type and name, deployed to `target` or attached to `scope`; undefined if they do not fit. */
export function placeResource(
  type: string,
  name: string,
  target: DeploymentTarget,
  scope: string | undefined,
): string | undefined {
  if (groupTypes.has(type.toLowerCase()) && scope === undefined) {
    return `/subscriptions/${target.subscriptionId}/resourceGroups/${name}`;
  }
  return wovenId(scope === undefined ? scopeId(target) : baseOf(scope, target), type, name.split('/'));
}

/** `scope` is an id, `/` for the tenant, or `type/name` of a resource in the same place. */
function baseOf(scope: string, target: DeploymentTarget): string {
  if (scope.startsWith('/')) return scope.replace(/\/$/, '');
  const [namespace = '', type = ''] = scope.split('/');
  const ofTenant = `${namespace}/${type}`.toLowerCase() === 'microsoft.management/managementgroups';
  return `${ofTenant ? '' : scopeId(target)}/providers/${scope}`;
}
