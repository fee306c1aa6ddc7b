import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { anomalyRule } from '../anomaly/anomalyRule';
import { countCases } from '../anomaly/countCases';
import { type Counted, countDetector } from '../anomaly/countDetector';
import { logonOf, logonSources } from '../anomaly/logon';
import { windowsLogon } from '../anomaly/logonCases';
import { machineOf } from '../anomaly/machine';

const rule = anomalyRule({
  id: '3f76689b-b5c3-4c3c-91d4-27dabd9da10e',
  alertType: 'Skywarden_UnusualFailedLogons',
  displayName: 'Logons of an account failed far more often than usual',
  description:
    'Logons of the account failed many times more often than its own history of weeks explains. Somebody may be guessing its password, slowly or from many addresses.',
  severity: 'Medium',
  intent: 'CredentialAccess',
  techniques: ['T1110', 'T1110.001', 'T1110.003'],
  productComponentName: 'VirtualMachines',
  remediationSteps: [
    'See whether a logon of the account succeeded after the failures, and from where.',
    'See whether a password was changed and a program or device still uses the old one.',
    'Require a second factor of the account and block the addresses that the attempts came from.',
  ],
});

/**
 * Failed logons of each account: Windows, Entra, Okta and the console of AWS. Names that nobody has are chosen by whoever tries them: they
 * are counted together, for each machine or directory, and so are all of SSH (by `sshAttempts`), which seldom tells.
 */
export const detector = countDetector({
  id: 'failedLogonsPerAccount',
  rule,
  unit: 'failed logons',
  sources: logonSources,
  count(event) {
    const logon = logonOf(event);
    if (logon?.outcome !== 'failure' || logon.by === 'ssh') return undefined;
    if (logon.isUnknown) return unknownAccounts(event);
    return { entityKey: logon.accountKey, name: logon.account.name, entities: [logon.account] };
  },
  cases: countCases(rule.alertType, 'failed logons', (time, index) =>
    windowsLogon(time, index, 'bob', '3', 'pc-62', 4625),
  ),
});

function unknownAccounts(event: TelemetryEvent): Counted {
  const machine = machineOf(event);
  const name = `unknown accounts of ${machine?.name ?? 'the directory'}`;
  return { entityKey: `${machine?.key ?? ''}|unknown accounts`, name, entities: machine?.entities ?? [] };
}
