/** Parts of an ARM resource id, in lower case. `rootId` is the top-level resource that partitions what is judged together. */
export interface ResourceIdParts {
  id: string;
  subscriptionId: string;
  resourceGroup: string;
  rootId: string;
  type: string;
  name: string;
}

/**
 * Reads any ARM id: subscription, resource group, resource with child types, extension resource. Ids outside a
 * subscription (tenant, management group, other clouds) have an empty subscriptionId and are their own root.
 */
export function parseResourceId(text: string): ResourceIdParts {
  const id = text.trim().toLowerCase().replace(/\/+$/, '');
  const parts = id.split('/').filter(Boolean);
  if (parts[0] !== 'subscriptions' || parts[1] === undefined) {
    return { id, subscriptionId: '', resourceGroup: '', rootId: id, type: '', name: parts.at(-1) ?? '' };
  }
  const inGroup = parts[2] === 'resourcegroups' && parts[3] !== undefined;
  const scope = inGroup ? parts.slice(0, 4) : parts.slice(0, 2);
  const rest = parts.slice(scope.length);
  const top = rest[0] === 'providers' && !belongsToScope(rest[1], inGroup) ? rest.slice(0, 4) : [];
  return {
    id,
    subscriptionId: parts[1],
    resourceGroup: inGroup ? parts[3]! : '',
    rootId: `/${[...scope, ...(top.length === 4 ? top : [])].join('/')}`,
    type: typeOf(rest, inGroup),
    name: parts.at(-1)!,
  };
}

/** What these providers have directly at a scope are settings of it: they are judged together with the scope. */
const scopeProviders = new Set(['microsoft.authorization', 'skywarden']);
const subscriptionProviders = new Set(['microsoft.security', 'microsoft.insights']);

const belongsToScope = (provider: string | undefined, inGroup: boolean): boolean =>
  provider !== undefined && (scopeProviders.has(provider) || (!inGroup && subscriptionProviders.has(provider)));

/** `microsoft.storage/storageaccounts/blobservices` of the last `providers` segment in the id. */
function typeOf(rest: string[], inGroup: boolean): string {
  const at = rest.lastIndexOf('providers');
  if (at < 0) return inGroup ? 'microsoft.resources/resourcegroups' : 'microsoft.resources/subscriptions';
  const types = rest.slice(at + 2).filter((_, index) => index % 2 === 0);
  return [rest[at + 1], ...types].join('/');
}

/** True when `id` is `scope` or lies under it; `/` holds everything. */
export function isWithin(id: string, scope: string): boolean {
  const inner = id.toLowerCase();
  const outer = scope.toLowerCase().replace(/\/+$/, '');
  // Ids of other clouds do not begin with a slash.
  return outer === '' || inner === outer || inner.startsWith(`${outer}/`);
}

/** Subscription and root together are a Cosmos partition key, which holds 2,048 bytes; the rest is room for its other parts. */
const maxRootBytes = 1_500;

/** False for ids that no stored document could be kept under: a root that is too long, a subscription that is no id. */
export function isStorableId(text: string): boolean {
  const { subscriptionId, rootId } = parseResourceId(text);
  return /^[\w.-]{0,64}$/.test(subscriptionId) && new TextEncoder().encode(rootId).length <= maxRootBytes;
}
