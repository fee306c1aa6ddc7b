import { patchProperties } from '../../../shared/core/posture/checks/propertyPatch';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { wordAt } from '../../../shared/core/posture/checks/setting';

const disk = (properties: object) =>
  sampleResource('Microsoft.Compute/disks', { diskState: 'Attached', diskSizeGB: 128, ...properties });

export const recommendation: Recommendation = {
  key: 'compute/diskNetworkAccess',
  // A policy of Microsoft's, which Defender for Cloud has no assessment of: UUIDv5 (URL) of the key.
  assessmentKey: '37d377c4-431b-5204-a2e6-d3cfbb7b9a4f',
  metadata: {
    displayName: 'Managed disks should disable public network access',
    description:
      'Whoever may make an access link for this disk can copy all of it over the Internet, from anywhere. That is how data leaves a subscription when an account is taken over.',
    severity: 'Medium',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Compute', 'Data', 'Networking'],
    threats: ['dataExfiltration'],
    remediationDescription:
      'Refuse export over the network, or allow it over a private endpoint of a disk access only: az disk update --name <disk> --resource-group <group> --network-access-policy DenyAll --public-network-access Disabled. Machines keep using the disk.',
    controls: ['restrictUnauthorizedNetworkAccess'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/8405fdab-1faf-48aa-b702-999c9c172094',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Compute/disks'],
  judge({ properties }) {
    const [access, policy] = [wordAt(properties, 'publicNetworkAccess'), wordAt(properties, 'networkAccessPolicy')];
    if (access === 'disabled') return healthy();
    if (policy === 'denyall' || policy === 'allowprivate') return healthy();
    return policy === 'allowall'
      ? unhealthy('PublicExport', 'The disk can be exported over the Internet.')
      : unknown('PropertyMissing', 'The snapshot does not tell who may export the disk.');
  },
  quickFix: {
    description:
      'Refuses export and upload of the disk over the network. Machines that use it do not notice; backup tools that copy disks over access links do.',
    permissions: ['Microsoft.Compute/disks/write'],
    requests: (resource) =>
      patchProperties(resource, '2023-10-02', { networkAccessPolicy: 'DenyAll', publicNetworkAccess: 'Disabled' }),
  },
  cases: [
    { name: 'no access', resource: disk({ networkAccessPolicy: 'DenyAll' }), expect: 'Healthy' },
    {
      name: 'public access disabled',
      resource: disk({ networkAccessPolicy: 'AllowAll', publicNetworkAccess: 'Disabled' }),
      expect: 'Healthy',
    },
    {
      name: 'from everywhere',
      resource: disk({ networkAccessPolicy: 'AllowAll', publicNetworkAccess: 'Enabled' }),
      expect: 'Unhealthy',
    },
    { name: 'not in the snapshot', resource: disk({}), expect: 'Unknown' },
  ],
};
