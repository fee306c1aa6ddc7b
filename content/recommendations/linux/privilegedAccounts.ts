import { commonLinuxCases, sampleFacts, sampleMachine } from '../../../shared/core/posture/checks/linuxMachineCases';
import { judgeLinuxFacts, machineTypes } from '../../../shared/core/posture/checks/linuxMachine';
import { healthy, unhealthy, unknown, type Recommendation } from '../../../shared/core/posture/recommendation';

/** User ids that more than one account has, with the names of those accounts. */
function sharedIds(users: { name: string; uid: number }[]): string[] {
  const names = new Map<number, string[]>();
  for (const { name, uid } of users) names.set(uid, [...(names.get(uid) ?? []), name]);
  return [...names]
    .filter(([, held]) => held.length > 1)
    .map(([uid, held]) => `${held.join(', ')} share user id ${uid}`);
}

const user = (name: string, uid: number) => ({ name, uid, gid: uid, home: '/', shell: '/usr/sbin/nologin' });

export const recommendation: Recommendation = {
  key: 'linux/privilegedAccounts',
  assessmentKey: 'c7764ff2-29ff-502e-b0ff-ec5eb1b23e5e',
  metadata: {
    displayName: 'Only root should hold administrative rights by its user id on Linux machines',
    description:
      'Linux gives all rights to user id 0, whatever the account is called, and cannot tell accounts with the same id apart. A second account with id 0 is a common back door; shared ids make it impossible to say who did something.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Compute', 'IdentityAndAccess'],
    threats: ['elevationOfPrivilege', 'maliciousInsider', 'accountBreach'],
    remediationDescription:
      'Find out who created the named accounts and why. Remove those that nobody needs with `userdel`; give the others an id of their own with `usermod -u`, and administrators their rights through sudo.',
    controls: ['manageAccessAndPermissions'],
  },
  freshnessHours: 48,
  appliesTo: machineTypes,
  judge: judgeLinuxFacts((facts) => {
    const { users, unreadable } = facts;
    if (users === undefined) {
      return unknown('AccountsUnreadable', `The accounts could not be read: ${unreadable.users ?? 'no reason given'}.`);
    }
    const administrators = users.filter(({ name, uid }) => uid === 0 && name !== 'root').map(({ name }) => name);
    if (administrators.length > 0) {
      return unhealthy('SecondAdministrator', `Accounts other than root with user id 0: ${administrators.join(', ')}.`);
    }
    const shared = sharedIds(users);
    if (shared.length > 0) return unhealthy('SharedUserId', `${shared.join('; ')}.`);
    const unclear = unreadable['users.lines'];
    if (unclear !== undefined) return unknown('AccountsUnclear', `Not all accounts are understood: ${unclear}.`);
    if (!users.some(({ uid }) => uid === 0)) return unknown('AccountsIncomplete', 'No account has user id 0.');
    return healthy('Only root has user id 0.');
  }),
  cases: [
    {
      name: 'every account has its own id',
      resource: sampleMachine,
      related: [sampleFacts({ users: [user('root', 0), user('daemon', 1), user('anna', 1000)] })],
      expect: 'Healthy',
    },
    {
      name: 'a second account with user id 0',
      resource: sampleMachine,
      related: [sampleFacts({ users: [user('root', 0), user('support', 0)] })],
      expect: 'Unhealthy',
    },
    {
      name: 'two accounts share an id',
      resource: sampleMachine,
      related: [sampleFacts({ users: [user('root', 0), user('anna', 1000), user('bert', 1000)] })],
      expect: 'Unhealthy',
    },
    {
      name: 'lines that are no accounts',
      resource: sampleMachine,
      related: [
        sampleFacts({
          users: [user('root', 0)],
          unreadable: { 'users.lines': '1 lines of /etc/passwd are no entries' },
        }),
      ],
      expect: 'Unknown',
    },
    { name: 'no account at all', resource: sampleMachine, related: [sampleFacts({ users: [] })], expect: 'Unknown' },
    {
      name: 'accounts that may not be read',
      resource: sampleMachine,
      related: [sampleFacts({ unreadable: { users: 'permission denied: /etc/passwd' } })],
      expect: 'Unknown',
    },
    ...commonLinuxCases,
  ],
};
