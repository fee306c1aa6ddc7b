import type { Resource } from '../../../model/resource';
import { listAt, valueAt, wordAt } from './setting';

/** What a role allows at its scope. `unclear`: a role whose definition is not at hand. */
export type RoleLevel = 'owner' | 'write' | 'read' | 'unclear';

/** Built-in roles that are found without their definition: ids are the same in every tenant. */
const builtIn: Readonly<Record<string, RoleLevel>> = {
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635': 'owner',
  'b24988ac-6180-42a0-ab88-20f7382dd24c': 'write', // Contributor
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9': 'write', // User Access Administrator
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168': 'write', // Role Based Access Control Administrator
  'acdd72a7-3385-48ef-bd42-f606fba81ae7': 'read', // Reader
  '39bc4728-0917-49c7-9d2c-d95423bc2eb4': 'read', // Security Reader
  'fb1c8493-542b-48eb-b624-b4c8fea62acd': 'write', // Security Admin
};

/** The level of a role by the id of its definition, built-in or among `definitions`. */
export function roleLevel(roleDefinitionId: string, definitions: readonly Resource[]): RoleLevel {
  const guid = roleDefinitionId.toLowerCase().split('/').at(-1) ?? '';
  const known = builtIn[guid];
  if (known) return known;
  const definition = definitions.find(({ id }) => id.toLowerCase().endsWith(`/${guid}`));
  return definition ? levelOfDefinition(definition) : 'unclear';
}

/** Owner: everything, the assignment of roles included. Read: nothing but `.../read`. */
export function levelOfDefinition({ properties }: Resource): RoleLevel {
  const permissions = listAt(properties, 'permissions');
  if (!permissions || permissions.length === 0) return 'unclear';
  const names = (member: string) => permissions.map((permission) => wordsAt(permission, member));
  const [actions, notActions] = [names('actions'), names('notActions')];
  if (actions.some((list) => !list) || notActions.some((list) => !list)) return 'unclear';
  const ownerAt = actions.findIndex((list, at) => list?.includes('*') && !notActions[at]?.some(forbidsAssignment));
  if (ownerAt >= 0) return 'owner';
  const all = [...actions, ...names('dataActions')].flatMap((list) => list ?? []);
  return all.every((action) => action.endsWith('/read')) ? 'read' : 'write';
}

export const isCustomRole = ({ properties }: Resource): boolean | undefined => {
  const type = wordAt(properties, 'type') ?? wordAt(properties, 'roleType');
  return type === undefined ? undefined : type === 'customrole';
};

const forbidsAssignment = (action: string): boolean =>
  [
    '*',
    'microsoft.authorization/*',
    'microsoft.authorization/*/write',
    'microsoft.authorization/roleassignments/*',
    'microsoft.authorization/roleassignments/write',
  ].includes(action);

/** Undefined where one of them is no text. */
function wordsAt(permission: unknown, member: string): string[] | undefined {
  const list = listAt(permission, member);
  return list?.every((word) => typeof word === 'string') ? list.map((word) => word.toLowerCase()) : undefined;
}

/** True for an assignment to something inside the subscription; undefined where its scope is not known. */
export function isBelowSubscription({ properties }: Resource, subscriptionId: string): boolean | undefined {
  const scope = valueAt(properties, 'scope');
  return typeof scope === 'string' ? scope.toLowerCase().startsWith(`${subscriptionId.toLowerCase()}/`) : undefined;
}
