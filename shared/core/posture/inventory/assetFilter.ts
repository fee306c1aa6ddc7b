import type { ResourceDocument } from '../../../model/documents/resources';
import { parseResourceId } from '../../../model/resourceId';
import type { AgentState } from './agentState';
import { type Asset, unhealthyCount } from './asset';
import { type Environment, environmentOf } from './environment';

/** What resources somebody wants to see; what is absent does not matter. Words are compared without case. */
export interface AssetFilter {
  types?: readonly string[] | undefined;
  resourceGroup?: string | undefined;
  location?: string | undefined;
  /** `name` or `name:value`; the value is compared with case. */
  tag?: string | undefined;
  environments?: readonly Environment[] | undefined;
  /** Part of the id. */
  text?: string | undefined;
  agentStates?: readonly AgentState[] | undefined;
  /** At least so many recommendations fail; 0: none does. */
  unhealthy?: number | undefined;
}

/** What the resource itself decides, before anything else is read for it. */
export function matchesResource(filter: AssetFilter, { type, resourceId, resource }: ResourceDocument): boolean {
  return (
    isOneOf(filter.types, type) &&
    isEqual(filter.resourceGroup, parseResourceId(resourceId).resourceGroup) &&
    isEqual(filter.location?.replaceAll(' ', ''), resource.location?.replaceAll(' ', '')) &&
    (filter.tag === undefined || hasTag(filter.tag, resource.tags ?? {})) &&
    (filter.environments === undefined || filter.environments.includes(environmentOf(resource))) &&
    (filter.text === undefined || resourceId.toLowerCase().includes(filter.text.toLowerCase()))
  );
}

/** What is decided by what is known about the resource. */
export function matchesAsset({ agentStates, unhealthy }: AssetFilter, asset: Asset): boolean {
  if (agentStates !== undefined && !agentStates.includes(asset.agentState)) return false;
  if (unhealthy === undefined) return true;
  return unhealthy === 0 ? unhealthyCount(asset) === 0 : unhealthyCount(asset) >= unhealthy;
}

const isEqual = (wanted: string | undefined, value = ''): boolean =>
  wanted === undefined || wanted.toLowerCase() === value.toLowerCase();

const isOneOf = (wanted: readonly string[] | undefined, value: string): boolean =>
  wanted === undefined || wanted.some((one) => one.toLowerCase() === value.toLowerCase());

/** Names of tags may hold colons themselves, such as `hidden-link:...`. */
const hasTag = (wanted: string, tags: Record<string, string>): boolean =>
  Object.entries(tags).some(([name, value]) => {
    if (wanted.toLowerCase() === name.toLowerCase()) return true;
    return (
      wanted.slice(0, name.length + 1).toLowerCase() === `${name.toLowerCase()}:` &&
      wanted.slice(name.length + 1) === value
    );
  });
