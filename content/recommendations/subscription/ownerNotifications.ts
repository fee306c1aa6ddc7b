import { isCollected, sampleCollection } from '../../../shared/core/posture/checks/collected';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import { sampleExtension, sampleSubscription } from '../../../shared/core/posture/checks/sampleResource';
import { listAt, valueAt, wordAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const contact = (properties: Resource['properties']): Resource[] => [
  sampleExtension(sampleSubscription, 'Microsoft.Security/securityContacts', 'default', properties),
];

/** Two shapes: `alertsToAdmins` (2017) and the roles to tell (2020 and later). */
function ownersHear(properties: Resource['properties']): boolean | undefined {
  const state = wordAt(properties, 'notificationsByRole.state') ?? wordAt(properties, 'alertsToAdmins');
  if (state === 'off') return false;
  if (state !== 'on') return undefined;
  if (valueAt(properties, 'notificationsByRole') === undefined) return true;
  return listAt(properties, 'notificationsByRole.roles')?.some((role) => role === 'Owner');
}

export const recommendation: Recommendation = {
  key: 'subscription/ownerNotifications',
  assessmentKey: '9f97e78d-88ee-a48d-abe2-5ef12954e7ea',
  metadata: {
    displayName: 'Email notification to subscription owner for high severity alerts should be enabled',
    description:
      'Owners can act at once, a contact often must ask first. With notifications to the role Owner they ' +
      'hear of alerts of high severity in their subscription.',
    severity: 'Medium',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['IdentityAndAccess'],
    threats: ['missingCoverage'],
    remediationDescription:
      'Choose the role Owner under "All users with the following roles" in Microsoft Defender for Cloud > ' +
      'Environment settings > the subscription > Email notifications, or run: az security contact create ' +
      '--name default --notifications-by-role \'{"state":"On","roles":["Owner"]}\'',
    controls: ['implementSecurityBestPractices'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/0b15565f-aa9e-48ba-8619-45960f2c314d',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge(subscription, graph) {
    const contacts = graph.ofType('Microsoft.Security/securityContacts').map(({ properties }) => properties);
    const states = contacts.map(ownersHear);
    if (states.includes(true)) return healthy();
    const none = contacts.length === 0 && isCollected(graph, 'Microsoft.Security/securityContacts', subscription);
    return none || (states.length > 0 && !states.includes(undefined))
      ? unhealthy('OwnersNotTold', 'Owners of the subscription are not told of alerts by e-mail.')
      : unknown('ContactsMissing', 'The notification settings of the subscription were not collected.');
  },
  cases: [
    {
      name: 'owners',
      resource: sampleSubscription,
      related: contact({ notificationsByRole: { state: 'On', roles: ['Owner'] } }),
      expect: 'Healthy',
    },
    {
      name: 'first shape',
      resource: sampleSubscription,
      related: contact({ alertsToAdmins: 'On' }),
      expect: 'Healthy',
    },
    {
      name: 'another role only',
      resource: sampleSubscription,
      related: contact({ notificationsByRole: { state: 'On', roles: ['Contributor'] } }),
      expect: 'Unhealthy',
    },
    {
      name: 'off',
      resource: sampleSubscription,
      related: contact({ notificationsByRole: { state: 'Off', roles: ['Owner'] } }),
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
