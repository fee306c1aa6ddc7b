import { commonLinuxCases, sampleFacts, sampleMachine } from '../../../shared/core/posture/checks/linuxMachineCases';
import { judgeLinuxFacts, machineTypes } from '../../../shared/core/posture/checks/linuxMachine';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import type { MachineFacts } from '../../../shared/model/machineFacts';

type PasswordPolicy = NonNullable<MachineFacts['passwordPolicy']>;

/** NIST SP 800-63B-4 asks for 15 characters where a password stands alone; the Linux baseline of Azure for 14. */
const shortest = 14;
/** Failures before an account is locked: as the Linux baseline has it. */
const mostFailures = 5;

const weakHashes = new Set(['des', 'md5', 'sha1', 'bigcrypt']);

/** Arguments of a PAM module win over its file. */
function moduleSetting({ pam }: PasswordPolicy, module: RegExp, name: string, file: Record<string, string>) {
  const inLine = pam
    .filter((line) => module.test(line.module))
    .flatMap((line) => line.arguments)
    .map((argument) => argument.split('='))
    .find(([key]) => key === name)?.[1];
  return inLine ?? file[name];
}

const uses = ({ pam }: PasswordPolicy, module: RegExp): boolean => pam.some((line) => module.test(line.module));

function faultsOf(policy: PasswordPolicy): string[] {
  const faults: string[] = [];
  const quality = /^pam_(pwquality|passwdqc|cracklib)\.so$/;
  const length = Number(moduleSetting(policy, quality, 'minlen', policy.pwquality) ?? 8);
  if (!uses(policy, quality)) faults.push('nothing checks how good a new password is');
  else if (!uses(policy, /^pam_passwdqc\.so$/) && !(length >= shortest)) {
    faults.push(`passwords may be ${length || 'any number of'} characters long, expected ${shortest}`);
  }
  const denied = Number(moduleSetting(policy, /^pam_(faillock|tally2)\.so$/, 'deny', policy.faillock) ?? 3);
  if (!uses(policy, /^pam_(faillock|tally2)\.so$/)) faults.push('accounts are never locked after failures');
  else if (!(denied > 0 && denied <= mostFailures)) faults.push(`accounts are locked after ${denied} failures only`);
  const method = policy.loginDefs['ENCRYPT_METHOD']?.toLowerCase();
  if (method !== undefined && weakHashes.has(method)) faults.push(`passwords are hashed with ${method}`);
  if (policy.pam.some((line) => line.type === 'password' && line.arguments.some((one) => weakHashes.has(one)))) {
    faults.push('a PAM module hashes passwords weakly');
  }
  if (policy.pam.some((line) => line.arguments.includes('nullok'))) faults.push('empty passwords are accepted');
  return faults;
}

const line = (type: string, module: string, ...args: string[]) => ({
  file: '/etc/pam.d/common-password',
  type,
  control: 'required',
  module,
  arguments: args,
});
const good: PasswordPolicy = {
  loginDefs: { ENCRYPT_METHOD: 'YESCRYPT' },
  pwquality: { minlen: '14' },
  faillock: { deny: '5' },
  pam: [
    line('auth', 'pam_faillock.so', 'preauth'),
    line('password', 'pam_pwquality.so', 'retry=3'),
    line('password', 'pam_unix.so', 'obscure', 'yescrypt'),
  ],
};
const policy = (part: Partial<PasswordPolicy>) => [sampleFacts({ passwordPolicy: { ...good, ...part } })];

export const recommendation: Recommendation = {
  key: 'linux/passwordPolicy',
  assessmentKey: '52835a68-ab32-55ff-98b4-512dcd712016',
  metadata: {
    displayName: 'Password policy of Linux machines should resist guessing',
    description:
      'Local accounts of this machine may have short, empty or weakly hashed passwords, or can be guessed without end. One guessed password is a way in, and with sudo often the whole machine.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['Compute', 'IdentityAndAccess'],
    threats: ['accountBreach', 'elevationOfPrivilege'],
    remediationDescription:
      'Use pam_pwquality with minlen = 14 in /etc/security/pwquality.conf, pam_faillock with deny = 5 in /etc/security/faillock.conf, ENCRYPT_METHOD YESCRYPT or SHA512 in /etc/login.defs, and remove nullok from the lines of pam_unix. Change PAM with pam-auth-update or authselect, and keep a session of root open while you test.',
    controls: ['remediateSecurityConfigurations'],
  },
  freshnessHours: 48,
  appliesTo: machineTypes,
  judge: judgeLinuxFacts(({ passwordPolicy, unreadable }) => {
    if (!passwordPolicy) {
      const reason = unreadable.passwordPolicy ?? 'no reason given';
      return unknown('PasswordPolicyUnreadable', `The password policy could not be read: ${reason}.`);
    }
    if (passwordPolicy.pam.length === 0) {
      return unknown('PamUnreadable', 'No PAM file that others include was found, so nobody knows what is in force.');
    }
    const faults = faultsOf(passwordPolicy);
    return faults.length > 0
      ? unhealthy('WeakPasswordPolicy', `Password policy: ${faults.join('; ')}.`)
      : healthy('Passwords must be long, are hashed well, and guessing locks the account.');
  }),
  cases: [
    { name: 'all as expected', resource: sampleMachine, related: policy({}), expect: 'Healthy' },
    {
      name: 'the length stands with the module',
      resource: sampleMachine,
      related: policy({ pwquality: {}, pam: [...good.pam, line('password', 'pam_pwquality.so', 'minlen=16')] }),
      expect: 'Healthy',
    },
    { name: 'short passwords', resource: sampleMachine, related: policy({ pwquality: {} }), expect: 'Unhealthy' },
    {
      name: 'no lock after failures',
      resource: sampleMachine,
      related: policy({ pam: good.pam.slice(1) }),
      expect: 'Unhealthy',
    },
    {
      name: 'a lock after many failures',
      resource: sampleMachine,
      related: policy({ faillock: { deny: '50' } }),
      expect: 'Unhealthy',
    },
    {
      name: 'weak hashes',
      resource: sampleMachine,
      related: policy({ loginDefs: { ENCRYPT_METHOD: 'MD5' } }),
      expect: 'Unhealthy',
    },
    {
      name: 'empty passwords',
      resource: sampleMachine,
      related: policy({ pam: [...good.pam, line('auth', 'pam_unix.so', 'nullok')] }),
      expect: 'Unhealthy',
    },
    {
      name: 'a policy that may not be read',
      resource: sampleMachine,
      related: [sampleFacts({ unreadable: { passwordPolicy: 'permission denied: /etc/login.defs' } })],
      expect: 'Unknown',
    },
    { name: 'no PAM files', resource: sampleMachine, related: policy({ pam: [] }), expect: 'Unknown' },
    ...commonLinuxCases,
  ],
};
