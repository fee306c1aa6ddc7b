import { commonLinuxCases, sampleFacts, sampleMachine } from '../../../shared/core/posture/checks/linuxMachineCases';
import { judgeLinuxFacts, machineTypes } from '../../../shared/core/posture/checks/linuxMachine';
import {
  healthy,
  notApplicable,
  unhealthy,
  unknown,
  type Recommendation,
} from '../../../shared/core/posture/recommendation';

type SshdSettings = Record<string, string[]>;

/** sshd takes the first value of a keyword; without one, its default (sshd_config(5)). */
const setting = (sshd: SshdSettings, keywords: string[], byDefault: string) =>
  (keywords.map((keyword) => sshd[keyword]?.[0]).find((value) => value !== undefined) ?? byDefault).toLowerCase();

/** Every way of logging in that `AuthenticationMethods` allows includes a key. */
function keyAlwaysNeeded(sshd: SshdSettings): boolean {
  const ways = setting(sshd, ['authenticationmethods'], 'any').split(/\s+/);
  return ways.every((way) => way.split(',').some((method) => /^publickey(:|$)/.test(method)));
}

/** What lets a password in, or undefined. Keyboard-interactive login asks for passwords only through PAM. */
function passwordWay(sshd: SshdSettings): string | undefined {
  if (keyAlwaysNeeded(sshd)) return undefined;
  if (setting(sshd, ['passwordauthentication'], 'yes') !== 'no') return 'PasswordAuthentication';
  const keyboard = setting(sshd, ['kbdinteractiveauthentication', 'challengeresponseauthentication'], 'yes');
  return keyboard !== 'no' && setting(sshd, ['usepam'], 'no') === 'yes' ? 'KbdInteractiveAuthentication' : undefined;
}

/** A `Match` block that allows passwords for some: kept under `match <criteria> <keyword>`. */
const exceptionIn = (sshd: SshdSettings) =>
  Object.keys(sshd).find(
    (key) => /^match .* passwordauthentication$/.test(key) && sshd[key]?.[0]?.toLowerCase() === 'yes',
  );

const sshd = (settings: SshdSettings, installed = true) => sampleFacts({ sshd: { installed, settings } });

export const recommendation: Recommendation = {
  key: 'linux/sshKeyAuthentication',
  assessmentKey: '22441184-2f7b-d4a0-e00b-4c5eaef4afc9',
  metadata: {
    displayName: 'Authentication to Linux machines should require SSH keys',
    description:
      'The SSH server of the machine accepts passwords. A password can be guessed, reused or read from another system; a key pair cannot be guessed and never leaves the client.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['Compute', 'IdentityAndAccess'],
    threats: ['accountBreach', 'elevationOfPrivilege'],
    remediationDescription:
      'Make sure that every person who logs in has a public key in ~/.ssh/authorized_keys. Then set `PasswordAuthentication no` and `KbdInteractiveAuthentication no` in /etc/ssh/sshd_config, or in the first file that it includes, remove exceptions from Match blocks, check with `sshd -t` and `sshd -T`, and reload the service.',
    controls: ['manageAccessAndPermissions'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/630c64f9-8b6b-4c64-b511-6544ceff6fd6',
  },
  freshnessHours: 48,
  appliesTo: machineTypes,
  judge: judgeLinuxFacts((facts) => {
    const { sshd, unreadable } = facts;
    if (sshd === undefined) {
      return unknown(
        'SshdUnreadable',
        `The settings of sshd could not be read: ${unreadable.sshd ?? 'no reason given'}.`,
      );
    }
    if (!sshd.installed) return notApplicable('SshServerMissing', 'The machine has no SSH server.');
    const way = passwordWay(sshd.settings);
    if (way !== undefined) return unhealthy('PasswordAccepted', `sshd accepts passwords: ${way} is not set to no.`);
    const exception = exceptionIn(sshd.settings);
    if (exception !== undefined) {
      return unhealthy('PasswordAcceptedByMatch', `sshd accepts passwords by exception: ${exception} is yes.`);
    }
    return healthy('sshd accepts no passwords.');
  }),
  cases: [
    {
      name: 'passwords and keyboard-interactive login are off',
      resource: sampleMachine,
      related: [sshd({ passwordauthentication: ['no'], kbdinteractiveauthentication: ['no'], usepam: ['yes'] })],
      expect: 'Healthy',
    },
    {
      name: 'the first value counts',
      resource: sampleMachine,
      related: [
        sshd({ passwordauthentication: ['no', 'yes'], challengeresponseauthentication: ['no'], usepam: ['yes'] }),
      ],
      expect: 'Healthy',
    },
    {
      name: 'a key is needed before a password',
      resource: sampleMachine,
      related: [sshd({ authenticationmethods: ['publickey,password publickey,keyboard-interactive'] })],
      expect: 'Healthy',
    },
    {
      name: 'nothing is set, so passwords are accepted',
      resource: sampleMachine,
      related: [sshd({})],
      expect: 'Unhealthy',
    },
    {
      name: 'passwords through PAM',
      resource: sampleMachine,
      related: [sshd({ passwordauthentication: ['no'], usepam: ['yes'] })],
      expect: 'Unhealthy',
    },
    {
      name: 'one way in needs no key',
      resource: sampleMachine,
      related: [sshd({ authenticationmethods: ['publickey password'] })],
      expect: 'Unhealthy',
    },
    {
      name: 'passwords for some',
      resource: sampleMachine,
      related: [sshd({ passwordauthentication: ['no'], 'match Address 192.0.2.0/24 passwordauthentication': ['yes'] })],
      expect: 'Unhealthy',
    },
    {
      name: 'settings that may not be read',
      resource: sampleMachine,
      related: [sampleFacts({ unreadable: { sshd: 'permission denied: /etc/ssh/sshd_config' } })],
      expect: 'Unknown',
    },
    { name: 'no SSH server', resource: sampleMachine, related: [sshd({}, false)], expect: 'NotApplicable' },
    ...commonLinuxCases,
  ],
};
