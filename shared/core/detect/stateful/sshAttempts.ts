import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { anomalyRule } from '../anomaly/anomalyRule';
import { countCases } from '../anomaly/countCases';
import { countDetector, type Counted } from '../anomaly/countDetector';
import { flowOf, flowSources } from '../anomaly/flow';
import { nsgLog } from '../anomaly/flowCases';
import { logonOf, logonSources } from '../anomaly/logon';
import { addressAt, machineOf } from '../anomaly/machine';

const rule = anomalyRule({
  id: '5dc4e22e-a943-4bdf-9aba-f5b7c37883b6',
  alertType: 'Skywarden_UnusualSshAttempts',
  displayName: 'A machine received far more SSH logins than usual',
  description:
    'Many times more SSH connections or login attempts reached the machine than its own history of weeks explains. Unlike a brute force from one address they may come from many, one after the other.',
  severity: 'Low',
  intent: 'CredentialAccess',
  techniques: ['T1110', 'T1021.004'],
  productComponentName: 'VirtualMachines',
  remediationSteps: [
    'See which addresses the attempts came from and whether logins succeeded.',
    'Allow SSH from known addresses only (network security group or just-in-time access) and turn password logins off.',
  ],
});

const sshPort = 22;

/** Login attempts as the machine reports them, and connections to its port as flow logs do, each with a baseline of its own. */
export const detector = countDetector({
  id: 'sshAttempts',
  rule,
  unit: 'SSH attempts',
  sources: new Set([...flowSources, ...logonSources]),
  count: (event) => (flowSources.has(event.source) ? fromFlow(event) : fromMachine(event)),
  cases: [
    ...countCases(rule.alertType, 'connections to port 22', (time, index) =>
      nsgLog(time, `198.51.100.9,10.7.0.5,${40_000 + index},22,T,I,A,B,,,,`),
    ),
    ...countCases(rule.alertType, 'SSH logins from many addresses', (time, index) =>
      JSON.stringify({
        timestamp: time,
        host: 'web-7',
        facility: 'auth',
        program: 'sshd',
        message: `Failed password for invalid user user${index} from 198.51.100.${1 + (index % 250)} port ${40_000 + index} ssh2`,
      }),
    ),
  ],
});

function fromMachine(event: TelemetryEvent): Counted | undefined {
  const machine = logonOf(event)?.by === 'ssh' ? machineOf(event) : undefined;
  return machine && { entityKey: machine.key, name: machine.name, entities: machine.entities };
}

function fromFlow(event: TelemetryEvent): Counted | undefined {
  const flow = flowOf(event);
  if (flow?.destinationPort !== sshPort || !flow.begins || flow.direction === 'out') return undefined;
  const { key, name, entities } = addressAt(event.resourceId, flow.destination);
  return { entityKey: key, name, entities };
}
