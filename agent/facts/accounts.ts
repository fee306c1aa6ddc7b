import type { MachineRoot } from '../machineRoot';
import { parseGroup, parsePasswd } from '../parse/accounts';
import type { FoundFacts } from './family';

/** Accounts of this machine; those of a directory service (LDAP, AD) are not in the file. */
export function readUsers(root: MachineRoot): FoundFacts {
  const { entries, otherLines } = parsePasswd(root.read('/etc/passwd'));
  return { facts: { users: entries }, ...named('users', '/etc/passwd', otherLines) };
}

export function readGroups(root: MachineRoot): FoundFacts {
  const { entries, otherLines } = parseGroup(root.read('/etc/group'));
  return { facts: { groups: entries }, ...named('groups', '/etc/group', otherLines) };
}

const named = (part: string, file: string, otherLines: number) =>
  otherLines === 0 ? {} : { unreadable: { [`${part}.lines`]: `${otherLines} lines of ${file} are no entries` } };
