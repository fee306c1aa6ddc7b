import { sampleAssignment } from '../../../shared/core/posture/checks/accountCases';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import { sampleSubscription } from '../../../shared/core/posture/checks/sampleResource';
import { subscriptionOwners } from '../../../shared/core/posture/checks/subscriptionOwners';

const threeOwners = [1, 2, 3].map((number) => sampleAssignment(number, 'owner'));

export const recommendation: Recommendation = {
  key: 'identity/maximumOwners',
  assessmentKey: '6f90a6d6-d4d6-0794-0ec1-98fa77878c2e',
  metadata: {
    displayName: 'A maximum of 3 owners should be designated for subscriptions',
    description:
      'Every owner may do everything, give rights to others and take logs away. Each one more is one more ' +
      'account whose loss loses the subscription.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['IdentityAndAccess'],
    threats: ['accountBreach', 'maliciousInsider'],
    remediationDescription:
      'Give all but three of the owners named under Access control (IAM) > Role assignments the narrower ' +
      'roles that they need, or make them eligible with Privileged Identity Management: az role assignment ' +
      'delete --assignee <object id> --role Owner',
    controls: ['implementSecurityBestPractices'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/4f11b553-d42e-4e3a-89be-32ca364cad4c',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge(subscription, graph) {
    const owners = subscriptionOwners(subscription, graph);
    if (!owners) return unknown('RoleAssignmentsMissing', 'No role assignments of the subscription were collected.');
    if (owners.names.length > 3)
      return unhealthy('TooManyOwners', `${owners.names.length} users own the subscription.`);
    return owners.doubt ?? healthy();
  },
  cases: [
    { name: 'three owners', resource: sampleSubscription, related: threeOwners, expect: 'Healthy' },
    {
      name: 'four owners',
      resource: sampleSubscription,
      related: [...threeOwners, sampleAssignment(4, 'owner')],
      expect: 'Unhealthy',
    },
    {
      name: 'owner twice',
      resource: sampleSubscription,
      related: [...threeOwners, sampleAssignment(1, 'owner')],
      expect: 'Healthy',
    },
    {
      name: 'fourth owner of a group only',
      resource: sampleSubscription,
      related: [
        ...threeOwners,
        sampleAssignment(4, 'owner', { scope: `${sampleSubscription.id}/resourceGroups/shop` }),
      ],
      expect: 'Healthy',
    },
    {
      name: 'group whose members are not known',
      resource: sampleSubscription,
      related: [sampleAssignment(1, 'owner'), sampleAssignment(2, 'owner', { principalType: 'Group' })],
      expect: 'Unknown',
    },
    {
      name: 'role that is not known',
      resource: sampleSubscription,
      related: [sampleAssignment(1, 'owner'), sampleAssignment(2, 'unclear')],
      expect: 'Unknown',
    },
    { name: 'assignments not collected', resource: sampleSubscription, expect: 'Unknown' },
  ],
};
