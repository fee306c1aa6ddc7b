/** What an id says of a resource: `names` are those below its last provider, spelled as in the id. */
export interface IdParts {
  subscriptionId: string;
  /** Name of the resource group in lower case, empty outside of one. */
  group: string;
  type: string;
  names: string[];
  /** Ids in lower case of what it belongs to: parents within its provider, then what it is attached to or lies in. */
  owners: string[];
}

const groupType = 'Microsoft.Resources/subscriptions/resourceGroups';

/** Parents that a resource may have; ARM knows fewer, and an id may be of any length. */
const maxOwners = 32;

/** Reads an ARM id: subscription, resource group, resource, child or extension. Of anything else the last segment is the name. */
export function idParts(id: string): IdParts {
  const parts = id.split('/').filter(Boolean);
  const lower = parts.map((part) => part.toLowerCase());
  const inSubscription = lower[0] === 'subscriptions' && parts.length > 1;
  const inGroup = inSubscription && lower[2] === 'resourcegroups' && parts.length > 3;
  const scope = { subscriptionId: inSubscription ? lower[1]! : '', group: inGroup ? lower[3]! : '' };
  const provider = lastProvider(lower, inGroup ? 4 : inSubscription ? 2 : 0);
  if (provider < 0 || provider + 1 >= parts.length) {
    const type =
      inGroup && parts.length === 4
        ? groupType
        : inSubscription && parts.length === 2
          ? 'Microsoft.Resources/subscriptions'
          : '';
    const owners = inGroup ? [`/${lower.slice(0, 2).join('/')}`] : [];
    return { ...scope, type, names: parts.slice(-1), owners };
  }
  const below = parts.slice(provider + 2);
  const types = below.filter((_, at) => at % 2 === 0);
  const names = below.filter((_, at) => at % 2 === 1);
  const owners: string[] = [];
  const nearest = Math.max(provider + 2, parts.length - 2 * maxOwners);
  for (let end = parts.length - 2; end > nearest; end -= 2) owners.push(`/${lower.slice(0, end).join('/')}`);
  owners.push(`/${lower.slice(0, provider).join('/')}`);
  return { ...scope, type: [parts[provider + 1]!, ...types].join('/'), names, owners };
}

/** Where the last provider stands. Resources may be called `providers`: names are stepped over. */
function lastProvider(lower: readonly string[], from: number): number {
  if (lower[from] !== 'providers') return lower.lastIndexOf('providers');
  let [found, at] = [from, from + 2];
  for (; at < lower.length; at += 2) {
    if (lower[at] === 'providers') found = at;
  }
  return found;
}
