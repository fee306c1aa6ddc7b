import { isCollected, sampleCollection } from '../../../shared/core/posture/checks/collected';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import { sampleExtension, sampleSubscription } from '../../../shared/core/posture/checks/sampleResource';
import { flagAt, listAt, wordAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const contact = (properties: Resource['properties']): Resource[] => [
  sampleExtension(sampleSubscription, 'Microsoft.Security/securityContacts', 'default', properties),
];

/** Three shapes: the word itself (2017), an object with `state` (2020), and a list of sources (2023). */
function alertState(properties: Resource['properties']): boolean | undefined {
  const sources = listAt(properties, 'notificationsSources');
  const enabled = flagAt(properties, 'isEnabled');
  if (sources && enabled !== undefined)
    return enabled && sources.some((source) => wordAt(source, 'sourceType') === 'alert');
  const state = wordAt(properties, 'alertNotifications.state') ?? wordAt(properties, 'alertNotifications');
  return state === 'on' ? true : state === 'off' ? false : undefined;
}

export const recommendation: Recommendation = {
  key: 'subscription/alertNotifications',
  assessmentKey: '3869fbd7-5d90-84e4-37bd-d9a7f4ce9a24',
  metadata: {
    displayName: 'Email notification for high severity alerts should be enabled',
    description:
      'An alert that nobody reads stops nobody. With notifications the contact of the subscription hears of ' +
      'alerts of high severity at once.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['IdentityAndAccess'],
    threats: ['missingCoverage'],
    remediationDescription:
      'Choose "Notify about alerts with the following severity (or higher): High" under Microsoft Defender ' +
      'for Cloud > Environment settings > the subscription > Email notifications, or run: az security ' +
      'contact create --name default --emails security@example.com --alert-notifications ' +
      '\'{"state":"On","minimalSeverity":"High"}\'',
    controls: ['implementSecurityBestPractices'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/6e2593d9-add6-4083-9c9b-4b7d2188c899',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge(subscription, graph) {
    const contacts = graph.ofType('Microsoft.Security/securityContacts').map(({ properties }) => properties);
    const states = contacts.map(alertState);
    if (states.includes(true)) return healthy();
    const none = contacts.length === 0 && isCollected(graph, 'Microsoft.Security/securityContacts', subscription);
    return none || (states.length > 0 && !states.includes(undefined))
      ? unhealthy('NoNotifications', 'Nobody is told of alerts by e-mail.')
      : unknown('ContactsMissing', 'The notification settings of the subscription were not collected.');
  },
  cases: [
    {
      name: 'on',
      resource: sampleSubscription,
      related: contact({ alertNotifications: { state: 'On' } }),
      expect: 'Healthy',
    },
    {
      name: 'first shape',
      resource: sampleSubscription,
      related: contact({ alertNotifications: 'On' }),
      expect: 'Healthy',
    },
    {
      name: 'newest shape',
      resource: sampleSubscription,
      related: contact({ isEnabled: true, notificationsSources: [{ sourceType: 'Alert', minimalSeverity: 'High' }] }),
      expect: 'Healthy',
    },
    {
      name: 'off',
      resource: sampleSubscription,
      related: contact({ alertNotifications: { state: 'Off' } }),
      expect: 'Unhealthy',
    },
    {
      name: 'newest shape, attack paths only',
      resource: sampleSubscription,
      related: contact({ isEnabled: true, notificationsSources: [{ sourceType: 'AttackPath' }] }),
      expect: 'Unhealthy',
    },
    {
      name: 'contact without settings',
      resource: sampleSubscription,
      related: contact({ phone: '' }),
      expect: 'Unknown',
    },
    {
      name: 'no contact',
      resource: sampleSubscription,
      related: [sampleCollection(sampleSubscription, 'Microsoft.Security/securityContacts')],
      expect: 'Unhealthy',
    },
    { name: 'not collected', resource: sampleSubscription, expect: 'Unknown' },
  ],
};
