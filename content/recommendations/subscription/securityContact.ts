import { isCollected, sampleCollection } from '../../../shared/core/posture/checks/collected';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import { sampleExtension, sampleSubscription } from '../../../shared/core/posture/checks/sampleResource';
import { wordAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const contact = (properties: Resource['properties']): Resource[] => [
  sampleExtension(sampleSubscription, 'Microsoft.Security/securityContacts', 'default', properties),
];

export const recommendation: Recommendation = {
  key: 'subscription/securityContact',
  assessmentKey: '77758c9d-8a56-5f54-6ff7-69a762ca6004',
  metadata: {
    displayName: 'Subscriptions should have a contact email address for security issues',
    description:
      'When Microsoft finds that someone broke into the subscription it writes to this address. Without one ' +
      'the message goes to nobody who can act.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['IdentityAndAccess'],
    threats: ['missingCoverage'],
    remediationDescription:
      'Enter the address of a team, not of a person, under Microsoft Defender for Cloud > Environment ' +
      'settings > the subscription > Email notifications, or run: az security contact create --name default ' +
      '--emails security@example.com',
    controls: ['implementSecurityBestPractices'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/4f4f78b8-e367-4b10-a341-d9a4ad5cf1c7',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge(subscription, graph) {
    const contacts = graph.ofType('Microsoft.Security/securityContacts');
    const addresses = contacts.map(({ properties }) => wordAt(properties, 'emails') ?? wordAt(properties, 'email'));
    if (addresses.some((address) => address?.includes('@'))) return healthy();
    const none = contacts.length === 0 && isCollected(graph, 'Microsoft.Security/securityContacts', subscription);
    return none || addresses.includes('')
      ? unhealthy('NoContact', 'The subscription names no address for security issues.')
      : unknown('ContactsMissing', 'The security contacts of the subscription were not collected.');
  },
  cases: [
    {
      name: 'an address',
      resource: sampleSubscription,
      related: contact({ emails: 'soc@example.com' }),
      expect: 'Healthy',
    },
    {
      name: 'older shape',
      resource: sampleSubscription,
      related: contact({ email: 'soc@example.com' }),
      expect: 'Healthy',
    },
    { name: 'empty', resource: sampleSubscription, related: contact({ emails: '' }), expect: 'Unhealthy' },
    {
      name: 'contact without address',
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
