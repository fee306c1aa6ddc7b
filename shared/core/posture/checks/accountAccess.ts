import type { Verdict } from '../../../model/judgement';
import type { Resource } from '../../../model/resource';
import { healthy, notApplicable, type ResourceGraph, unhealthy, unknown } from '../recommendation';
import { roleLevel, type RoleLevel } from './roleLevel';
import { principalType } from '../inventory/principalResources';
import { isCutShort } from './collected';
import { flagAt, listAt, valueAt, wordAt } from './setting';

const assignmentType = 'Microsoft.Authorization/roleAssignments';

/** One user with a role, as far as it is known. `facts` is undefined where nothing was collected of the account. */
export interface Account {
  principalId: string;
  level: RoleLevel;
  assignment: Resource;
  facts: Resource | undefined;
}

/** Users with roles in a subscription, those that come through a group whose members are known included. */
export interface AccountAccess {
  accounts: Account[];
  /** What keeps the list from being whole, with the level of the role behind it. */
  doubts: { level: RoleLevel; cause: string; description: string }[];
}

/** Reads the role assignments and principals of a subscription; undefined where no assignments were collected. */
export function accountAccess(graph: ResourceGraph): AccountAccess | undefined {
  const assignments = graph.ofType(assignmentType);
  if (assignments.length === 0) return undefined;
  const definitions = graph.ofType('Microsoft.Authorization/roleDefinitions');
  const principals = new Map(
    graph.ofType(principalType).map((one) => [one.id.toLowerCase().split('/').at(-1) ?? '', one]),
  );
  const found: AccountAccess = { accounts: [], doubts: [] };
  if (isCutShort(graph, assignmentType)) {
    found.doubts.push({
      level: 'unclear',
      cause: 'RoleAssignmentsMissing',
      description: 'Not all role assignments of the subscription could be read.',
    });
  }
  for (const assignment of assignments) {
    const principalId = wordAt(assignment.properties, 'principalId');
    const role = wordAt(assignment.properties, 'roleDefinitionId');
    const level = role === undefined ? 'unclear' : roleLevel(role, definitions);
    const facts = principalId === undefined ? undefined : principals.get(principalId);
    const type = wordAt(assignment.properties, 'principalType') ?? wordAt(facts?.properties, 'principalType');
    if (principalId === undefined || type === undefined) {
      found.doubts.push({
        level,
        cause: 'PrincipalUnknown',
        description: 'A role assignment does not say whom it is for.',
      });
    } else if (type === 'user') {
      found.accounts.push({ principalId, level, assignment, facts });
    } else if (type === 'group') {
      const members = [...principals].filter(([, member]) => isMember(member, principalId));
      for (const [id, member] of members) found.accounts.push({ principalId: id, level, assignment, facts: member });
      // Whether a group without known members is empty, or could not be read, nobody knows; nor whether members of an earlier reading are all.
      if (members.length === 0 || flagAt(facts?.properties, 'membersRead') !== true) {
        found.doubts.push({
          level,
          cause: 'GroupMembersUnknown',
          description: 'The members of a group with a role are not known.',
        });
      }
    } else if (!noPeople.has(type)) {
      found.doubts.push({
        level,
        cause: 'PrincipalUnknown',
        description: `Who stands behind a principal of the type ${type.slice(0, 40)} is not known.`,
      });
    }
  }
  return found;
}

/** Every other type, such as a group of another directory (`ForeignGroup`), may be people. */
const noPeople = new Set(['serviceprincipal', 'msi', 'device']);

const isMember = ({ properties }: Resource, groupId: string): boolean =>
  (listAt(properties, 'memberOf') ?? []).some((id) => typeof id === 'string' && id.toLowerCase() === groupId);

/** Which accounts a recommendation asks about, and when one of them is at fault (undefined: not known). */
export interface AccountRule {
  levels: readonly RoleLevel[];
  atFault: (facts: Resource) => boolean | undefined;
  cause: string;
  /** After the number of accounts: `without multifactor authentication hold owner permissions`. */
  fault: string;
}

/** Judges a subscription by its accounts: one at fault is enough; one that is not known keeps it from being healthy. */
export const judgeAccounts =
  ({ levels, atFault, cause, fault }: AccountRule) =>
  (_subscription: Resource, graph: ResourceGraph): Verdict => {
    const access = accountAccess(graph);
    if (!access) return unknown('RoleAssignmentsMissing', 'No role assignments of the subscription were collected.');
    const wanted = access.accounts.filter(({ level }) => levels.includes(level));
    const bad = new Map(
      wanted.filter((one) => one.facts && atFault(one.facts) === true).map((one) => [one.principalId, one]),
    );
    if (bad.size > 0)
      return unhealthy(
        cause,
        `${bad.size} ${bad.size === 1 ? 'account' : 'accounts'} ${fault}: ${namesOf([...bad.values()])}.`,
      );
    const doubt = access.doubts.find(({ level }) => level === 'unclear' || levels.includes(level));
    if (doubt) return unknown(doubt.cause, doubt.description);
    if (wanted.some(({ facts }) => !facts || atFault(facts) === undefined)) {
      return unknown('AccountUnknown', 'What must be known of an account with such a role was not collected.');
    }
    const unclear = access.accounts.filter(
      ({ level, facts }) => level === 'unclear' && (!facts || atFault(facts) !== false),
    );
    if (!levels.includes('unclear') && unclear.length > 0) {
      return unknown('RoleUnknown', 'The definition of a role that such an account holds was not collected.');
    }
    return wanted.length > 0
      ? healthy()
      : notApplicable('NoAccounts', 'No user holds such a role in the subscription.');
  };

const namesOf = (accounts: Account[]): string => {
  const names = accounts.map(({ principalId, facts }) => {
    const name = valueAt(facts?.properties, 'displayName');
    return typeof name === 'string' && name !== '' ? name.slice(0, 80) : principalId;
  });
  return `${names.toSorted().slice(0, 5).join(', ')}${names.length > 5 ? ' and others' : ''}`;
};

/** A guest by its `userType`, which some accounts leave out in the directory: then nobody knows. */
export const isGuest = (userType: string | undefined): boolean | undefined =>
  userType === 'guest' ? true : userType === 'member' ? false : undefined;

/** What is at fault where the fact is false. */
export const negated = (fact: boolean | undefined): boolean | undefined => (fact === undefined ? undefined : !fact);
