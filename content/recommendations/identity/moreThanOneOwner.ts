import { sampleAssignment, samplePrincipal } from '../../../shared/core/posture/checks/accountCases';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import { sampleSubscription } from '../../../shared/core/posture/checks/sampleResource';
import { subscriptionOwners } from '../../../shared/core/posture/checks/subscriptionOwners';

export const recommendation: Recommendation = {
  key: 'identity/moreThanOneOwner',
  assessmentKey: '2c79b4af-f830-b61e-92b9-63dfa30f16e4',
  metadata: {
    displayName: 'There should be more than one owner assigned to subscriptions',
    description:
      'A single owner who is ill, leaves or is locked out leaves a subscription that nobody can administer, ' +
      'just when an attack makes it necessary.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['IdentityAndAccess'],
    threats: ['denialOfService'],
    remediationDescription:
      'Give a second person, or an emergency account that is kept safe, the role Owner under Access control ' +
      '(IAM), or run: az role assignment create --assignee <object id> --role Owner --scope ' +
      '/subscriptions/<id>',
    controls: ['manageAccessAndPermissions'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/09024ccc-0c5f-475e-9457-b7c0d9ed487b',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Resources/subscriptions'],
  judge(subscription, graph) {
    const owners = subscriptionOwners(subscription, graph);
    if (!owners) return unknown('RoleAssignmentsMissing', 'No role assignments of the subscription were collected.');
    if (owners.names.length > 1) return healthy();
    return (
      owners.doubt ??
      unhealthy('TooFewOwners', `${owners.names.length === 1 ? 'One user owns' : 'No user owns'} the subscription.`)
    );
  },
  cases: [
    {
      name: 'two owners',
      resource: sampleSubscription,
      related: [sampleAssignment(1, 'owner'), sampleAssignment(2, 'owner')],
      expect: 'Healthy',
    },
    { name: 'one owner', resource: sampleSubscription, related: [sampleAssignment(1, 'owner')], expect: 'Unhealthy' },
    { name: 'no owner', resource: sampleSubscription, related: [sampleAssignment(1, 'read')], expect: 'Unhealthy' },
    {
      name: 'a group whose members are known',
      resource: sampleSubscription,
      related: [
        sampleAssignment(3, 'owner', { principalType: 'Group' }),
        samplePrincipal(3, { principalType: 'Group', membersRead: true }),
        samplePrincipal(1, { memberOf: [samplePrincipal(3, {}).name] }),
        samplePrincipal(2, { memberOf: [samplePrincipal(3, {}).name] }),
      ],
      expect: 'Healthy',
    },
    {
      name: 'group whose members are not known',
      resource: sampleSubscription,
      related: [sampleAssignment(1, 'owner'), sampleAssignment(3, 'owner', { principalType: 'Group' })],
      expect: 'Unknown',
    },
    { name: 'assignments not collected', resource: sampleSubscription, expect: 'Unknown' },
  ],
};
