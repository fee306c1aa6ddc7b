import { anomalyRule } from '../anomaly/anomalyRule';
import { countCases } from '../anomaly/countCases';
import { countDetector } from '../anomaly/countDetector';
import { logonOf, logonSources } from '../anomaly/logon';
import { windowsLogon } from '../anomaly/logonCases';

const rule = anomalyRule({
  id: '0fced311-2a4e-4f6c-b6ac-3672184e5d58',
  alertType: 'Skywarden_UnusualLogons',
  displayName: 'An account logged on far more often than usual',
  description:
    'The account logged on many times more often than its own history of weeks explains. Stolen credentials are tried against many machines, and programs that spread log on where they go.',
  severity: 'Low',
  intent: 'LateralMovement',
  techniques: ['T1078', 'T1021'],
  productComponentName: 'VirtualMachines',
  remediationSteps: [
    'Ask the owner of the account, or of the program that uses it, whether they caused the logons.',
    'See from which addresses and to which machines they went; machines that the account never used are the ones to look at.',
    'If nobody can explain them, end the sessions of the account and change its credentials.',
  ],
});

/** Successful logons of each account: Windows, SSH, Entra, Okta and the console of AWS. */
export const detector = countDetector({
  id: 'logonsPerAccount',
  rule,
  unit: 'logons',
  sources: logonSources,
  count(event) {
    const logon = logonOf(event);
    if (logon?.outcome !== 'success') return undefined;
    return { entityKey: logon.accountKey, name: logon.account.name, entities: [logon.account] };
  },
  cases: countCases(rule.alertType, 'logons', (time, index) => windowsLogon(time, index, 'ann', '3', 'pc-61')),
});
