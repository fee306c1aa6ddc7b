import type { Rule } from '../detector';

const remediationSteps = [
  'Check with the owner of the account whether the login was theirs.',
  'Allow SSH from known addresses only (network security group or just-in-time access) and turn password logins off.',
];

/** Microsoft's alert of the same name. */
export const successRule: Rule = {
  id: '3f8a6b0d-1f6f-4f57-9d0b-2b7f9f0d6e11',
  alertType: 'VM_SshBruteForceSuccess',
  displayName: 'Successful SSH brute force attack',
  description: 'Many SSH logins from one address failed within minutes, then one from the same address succeeded.',
  severity: 'High',
  intent: 'Exploitation',
  techniques: ['T1110', 'T1110.001', 'T1021.004'],
  productComponentName: 'VirtualMachines',
  remediationSteps: [
    'Treat the account and the machine as compromised: end its sessions, change its password, look for new keys and users.',
    ...remediationSteps,
  ],
  windowSeconds: 3600,
};

/** Microsoft's alert of the same name. */
export const attemptRule: Rule = {
  id: '8e0c5a1f-7a0b-4a55-b0d3-5d3f6a1c9b22',
  alertType: 'VM_SshBruteForceFailed',
  displayName: 'Failed SSH brute force attack',
  description: 'Many SSH logins from one address failed within minutes. None of them succeeded so far.',
  severity: 'Medium',
  intent: 'Probing',
  techniques: ['T1110', 'T1110.001'],
  productComponentName: 'VirtualMachines',
  remediationSteps,
  windowSeconds: 86_400,
};
