import { anomalyRule } from '../anomaly/anomalyRule';
import { countCases } from '../anomaly/countCases';
import { countDetector } from '../anomaly/countDetector';
import { flowOf, flowSources } from '../anomaly/flow';
import { nsgLog } from '../anomaly/flowCases';
import { addressAt } from '../anomaly/machine';

const rule = anomalyRule({
  id: 'd3d576ec-7c33-4f51-ada6-df3bb8bc9a5b',
  alertType: 'Skywarden_UnusualOutboundFlows',
  displayName: 'A machine opened far more connections than usual',
  description:
    'The machine opened many times more connections than its own history of weeks explains. Programs that look for other machines, guess passwords or report to a controller do so.',
  severity: 'Low',
  intent: 'Discovery',
  techniques: ['T1046', 'T1071'],
  productComponentName: 'VirtualMachines',
  remediationSteps: [
    'See which addresses and ports the connections went to: one port at many addresses is a scan.',
    'Find the program on the machine that opens them.',
    'If nobody can explain it, cut the machine off from the network and look for what started the program.',
  ],
});

/** Connections that each machine opened, from flow logs. */
export const detector = countDetector({
  id: 'outboundFlows',
  rule,
  unit: 'outbound connections',
  sources: flowSources,
  count(event) {
    const flow = flowOf(event);
    if (flow?.direction !== 'out' || !flow.begins) return undefined;
    const { key, name, entities } = addressAt(event.resourceId, flow.source);
    return { entityKey: key, name, entities };
  },
  cases: countCases(rule.alertType, 'connections', (time, index) =>
    nsgLog(time, `10.7.0.6,10.7.1.${index % 250},${40_000 + index},443,T,O,A,B,,,,`),
  ),
});
