import type { SubscriptionDocument } from '../model/documents/settings';
import { isWithin, parseResourceId } from '../model/resourceId';
import type { Grants } from './assignments';
import type { Principal } from './authentication';
import { HttpError } from './httpError';
import { permissions, type GrantLevel, type Permission } from './permissions';

/** What one principal may do where. Ids are compared without case; roles are inherited downwards only. */
export interface Caller {
  principal: Principal;
  /** Holds any role at all. */
  hasRole: boolean;
  may(permission: Permission, id: string): boolean;
  /** Throws HttpError 403 AuthorizationFailed. */
  require(permission: Permission, id: string): void;
  /** The parts of `scope` that may be read: the scope itself, or what lies below it, without overlaps and workspaces; maybe none. */
  readable(scope: string): string[];
  /** The same, of which there must be some. Throws HttpError 403 AuthorizationFailed. */
  requireReadable(scope: string): string[];
  /** Subscriptions with at least one readable part. */
  subscriptions: SubscriptionDocument[];
  /** The subscription is registered, or a role is assigned in it. */
  knows(subscriptionId: string): boolean;
}

interface Granted {
  scope: string;
  level: GrantLevel;
  role: keyof (typeof permissions)['read'];
}

/** Management groups count for the subscriptions below them, which an id does not tell: they are looked up. */
export function createCaller(principal: Principal, { assignments, subscriptions }: Grants): Caller {
  const ancestors = new Map(
    subscriptions.map((one) => [one.subscriptionId.toLowerCase(), one.managementGroups.map(groupName)]),
  );
  const granted = assignments.map(({ scope, role }): Granted => ({
    scope: normal(scope),
    level: levelOf(scope),
    role,
  }));

  const covers = ({ scope }: Granted, id: string): boolean => {
    if (isWithin(id, scope)) return true;
    if (!isManagementGroup(scope)) return false;
    const chains = isManagementGroup(normal(id))
      ? [...ancestors.values()].map((chain) => chain.slice(chain.indexOf(groupName(id)) + 1 || chain.length))
      : [ancestors.get(parseResourceId(id).subscriptionId) ?? []];
    return chains.some((chain) => chain.includes(groupName(scope)));
  };
  const may = (permission: Permission, id: string): boolean =>
    granted.some((grant) => {
      const level = permissions[permission][grant.role];
      return level !== undefined && (level === 'anywhere' || grant.level === level) && covers(grant, id);
    });
  const readable = (scope: string): string[] => {
    if (may('read', scope || '/')) return [scope];
    const below = [...new Set(granted.map((grant) => grant.scope))].filter(
      (inner) => isWithin(inner, scope) && !isWorkspace(inner),
    );
    return below.filter((inner) => !below.some((outer) => outer !== inner && isWithin(inner, outer))).sort();
  };

  return {
    principal,
    hasRole: granted.length > 0,
    may,
    require: (permission, id) => {
      if (!may(permission, id)) throw authorizationFailed(principal, permission, id);
    },
    readable,
    requireReadable: (scope) => {
      const scopes = readable(scope);
      if (scopes.length === 0) throw authorizationFailed(principal, 'read', scope);
      return scopes;
    },
    subscriptions: subscriptions.filter((one) => readable(`/subscriptions/${one.subscriptionId}`).length > 0),
    knows: (subscriptionId) =>
      ancestors.has(subscriptionId.toLowerCase()) ||
      granted.some(({ scope }) => isWithin(scope, `/subscriptions/${subscriptionId}`)),
  };
}

export function authorizationFailed(principal: Principal, permission: Permission, scope: string): HttpError {
  return new HttpError(
    403,
    'AuthorizationFailed',
    `The client with object id '${principal.oid}' does not have authorization to perform action '${permission}' over ` +
      `scope '${scope || '/'}' or the scope is invalid. If access was recently granted, wait a few seconds and try again.`,
  );
}

const normal = (scope: string): string => scope.toLowerCase().replace(/\/+$/, '');
const groupName = (id: string): string => normal(id).split('/').at(-1)!;
/** A role on a workspace reads its telemetry, and no resource. */
const isWorkspace = (scope: string): boolean => scope.startsWith('/workspaces/');
const isManagementGroup = (scope: string): boolean =>
  scope.startsWith('/providers/microsoft.management/managementgroups/');

/** A tenant, management group or subscription has at most two segments of its own. */
function levelOf(scope: string): GrantLevel {
  const id = normal(scope);
  return id === '' || isManagementGroup(id) || id.split('/').length === 3 ? 'subscription' : 'anywhere';
}
