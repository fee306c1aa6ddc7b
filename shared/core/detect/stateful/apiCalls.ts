import { anomalyRule } from '../anomaly/anomalyRule';
import { countCases } from '../anomaly/countCases';
import { countDetector } from '../anomaly/countDetector';
import { callSources, principalOf } from '../anomaly/principal';

const rule = anomalyRule({
  id: '5a931db1-13c1-4647-a639-cb5a00a57248',
  alertType: 'Skywarden_UnusualApiCalls',
  displayName: 'A principal called the interfaces of a cloud far more often than usual',
  description:
    'A user, an application or a service account made many times more calls than its own history of weeks explains. With stolen credentials intruders first list what there is, or change and delete much at once.',
  severity: 'Low',
  intent: 'Discovery',
  techniques: ['T1580', 'T1526', 'T1078.004'],
  productComponentName: 'Arm',
  remediationSteps: [
    'See which operations were called, from which addresses, and which of them were refused.',
    'Ask the owner of the principal whether a deployment, a migration or a new tool explains the calls.',
    'If not, revoke its sessions, keys and tokens and undo what it changed.',
  ],
});

/** Calls of each principal: Azure Activity, CloudTrail, Google Cloud and Kubernetes audit. */
export const detector = countDetector({
  id: 'apiCalls',
  rule,
  unit: 'API calls',
  sources: callSources,
  count(event) {
    const principal = principalOf(event);
    return principal && { entityKey: principal.key, name: principal.name, entities: [principal.account] };
  },
  cases: countCases(rule.alertType, 'calls', (time, index) =>
    JSON.stringify({
      eventVersion: '1.09',
      userIdentity: {
        type: 'IAMUser',
        principalId: 'AIDAEXAMPLE7',
        arn: 'arn:aws:iam::000000000001:user/builder',
        userName: 'builder',
      },
      eventTime: time,
      eventSource: 'ec2.amazonaws.com',
      eventName: 'DescribeInstances',
      sourceIPAddress: '198.51.100.40',
      readOnly: true,
      eventID: `00000000-0000-0000-0007-${String(index).padStart(12, '0')}`,
      eventType: 'AwsApiCall',
    }),
  ),
});
