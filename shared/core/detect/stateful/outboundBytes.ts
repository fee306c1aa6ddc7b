import { anomalyRule } from '../anomaly/anomalyRule';
import { countCases } from '../anomaly/countCases';
import { countDetector } from '../anomaly/countDetector';
import { flowOf, flowSources, isInternal } from '../anomaly/flow';
import { nsgLog } from '../anomaly/flowCases';
import { addressAt } from '../anomaly/machine';

const rule = anomalyRule({
  id: 'bda03cfc-26cd-4aef-a0b9-a02e32b1ac79',
  alertType: 'Skywarden_UnusualOutboundBytes',
  displayName: 'A machine sent far more data to the outside than usual',
  description:
    'The machine sent many times more data to addresses outside than its own history of weeks explains. It may be a new backup or an upload, or data that somebody takes away.',
  severity: 'Medium',
  intent: 'Exfiltration',
  techniques: ['T1048', 'T1041', 'T1567'],
  productComponentName: 'VirtualMachines',
  remediationSteps: [
    'See which addresses the data went to and who owns them.',
    'Ask the owner of the machine whether a backup, a migration or a release explains it.',
    'If not, block the destination and look at what the machine holds and which accounts use it.',
  ],
});

const megabyte = 1_000_000;

/** Megabytes that each machine sent to addresses outside on connections that it opened, from flow logs. */
export const detector = countDetector({
  id: 'outboundBytes',
  rule,
  unit: 'megabytes sent to the outside',
  sources: flowSources,
  count(event) {
    const flow = flowOf(event);
    if (flow?.direction !== 'out' || flow.bytes === 0 || isInternal(flow.destination)) return undefined;
    const { key, name, entities } = addressAt(event.resourceId, flow.source);
    return { entityKey: key, name, entities, amount: flow.bytes / megabyte };
  },
  cases: countCases(rule.alertType, 'megabytes', (time, index) =>
    nsgLog(time, `10.7.0.7,198.51.100.30,${40_000 + index},443,U,O,A,C,900,1000000,40,2000`),
  ),
});
