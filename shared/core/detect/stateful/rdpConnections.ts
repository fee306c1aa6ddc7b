import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { anomalyRule } from '../anomaly/anomalyRule';
import { countCases } from '../anomaly/countCases';
import { countDetector, type Counted } from '../anomaly/countDetector';
import { flowOf, flowSources } from '../anomaly/flow';
import { nsgLog } from '../anomaly/flowCases';
import { logonOf } from '../anomaly/logon';
import { windowsLogon } from '../anomaly/logonCases';
import { addressAt, machineOf } from '../anomaly/machine';

const rule = anomalyRule({
  id: '3c61ad6d-d9db-4012-9492-92e16ac88292',
  alertType: 'Skywarden_UnusualRdpConnections',
  displayName: 'A machine received far more remote desktop connections than usual',
  description:
    'Many times more remote desktop connections reached the machine than its own history of weeks explains. Passwords are guessed over remote desktop, and intruders move on with it.',
  severity: 'Medium',
  intent: 'LateralMovement',
  techniques: ['T1021.001', 'T1110'],
  productComponentName: 'VirtualMachines',
  remediationSteps: [
    'See which addresses the connections came from and whether logons succeeded.',
    'Allow remote desktop from known addresses only, by a network security group, just-in-time access or a bastion host.',
    'If a logon succeeded that nobody can explain, isolate the machine and change the credentials that were used on it.',
  ],
});

const rdpPort = 3389;

/** Logons by remote desktop as the machine reports them, and connections to its port as flow logs do, each with a baseline of its own. */
export const detector = countDetector({
  id: 'rdpConnections',
  rule,
  unit: 'remote desktop connections',
  sources: new Set([...flowSources, 'windowsProcess']),
  count: (event) => (event.source === 'windowsProcess' ? fromMachine(event) : fromFlow(event)),
  cases: [
    ...countCases(rule.alertType, 'connections to port 3389', (time, index) =>
      nsgLog(time, `198.51.100.9,10.7.0.4,${40_000 + index},3389,T,I,A,B,,,,`),
    ),
    ...countCases(rule.alertType, 'logons by remote desktop', (time, index) =>
      windowsLogon(time, index, `user-${index}`, '10', 'pc-63'),
    ),
  ],
});

function fromMachine(event: TelemetryEvent): Counted | undefined {
  const machine = logonOf(event)?.type === '10' ? machineOf(event) : undefined;
  return machine && { entityKey: machine.key, name: machine.name, entities: machine.entities };
}

function fromFlow(event: TelemetryEvent): Counted | undefined {
  const flow = flowOf(event);
  if (flow?.destinationPort !== rdpPort || !flow.begins || flow.direction === 'out') return undefined;
  const { key, name, entities } = addressAt(event.resourceId, flow.destination);
  return { entityKey: key, name, entities };
}
