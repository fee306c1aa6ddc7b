import { anomalyRule } from '../anomaly/anomalyRule';
import { countCases } from '../anomaly/countCases';
import { countDetector } from '../anomaly/countDetector';
import { flowOf, flowSources } from '../anomaly/flow';
import { nsgLog } from '../anomaly/flowCases';
import { addressAt } from '../anomaly/machine';

const rule = anomalyRule({
  id: '545791f4-dfbd-47c1-9e65-9a2e52ba943b',
  alertType: 'Skywarden_UnusualTcpSegments',
  displayName: 'A machine sent far more TCP segments than usual',
  description:
    'The machine sent many times more TCP segments than its own history of weeks explains. It may take part in a flood, scan, or send data somewhere.',
  severity: 'Low',
  intent: 'Impact',
  techniques: ['T1498', 'T1046'],
  productComponentName: 'VirtualMachines',
  remediationSteps: [
    'Capture packets on the machine to see what the segments are and where they go.',
    'Many small segments to one address are a flood; to many addresses they are a scan.',
    'If nobody can explain it, limit what the machine may reach until the program is found.',
  ],
});

const thousand = 1_000;

/** Thousands of TCP segments that each machine sent on connections that it opened, from flow logs. */
export const detector = countDetector({
  id: 'tcpSegments',
  rule,
  unit: 'thousand TCP segments sent',
  sources: flowSources,
  count(event) {
    const flow = flowOf(event);
    if (flow?.direction !== 'out' || !flow.isTcp || flow.packets === 0) return undefined;
    const { key, name, entities } = addressAt(event.resourceId, flow.source);
    return { entityKey: key, name, entities, amount: flow.packets / thousand };
  },
  cases: countCases(rule.alertType, 'thousand segments', (time, index) =>
    nsgLog(time, `10.7.0.8,10.7.1.9,${40_000 + index},443,T,O,A,C,1000,60000,40,2000`),
  ),
});
