import { healthy, type Recommendation, unhealthy } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { missing, valueAt, wordAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const cluster = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.ServiceFabric/clusters', properties);

export const recommendation: Recommendation = {
  key: 'serviceFabric/clientAuthentication',
  assessmentKey: '03afeb6f-7634-adb3-0a01-803b0b9cb611',
  metadata: {
    displayName: 'Service Fabric clusters should only use Azure Active Directory for client authentication',
    description:
      'Client certificates are copied, shared and never end with the job of their owner. With Microsoft ' +
      'Entra ID a person signs in, with multifactor authentication, and loses access when the account ends.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Compute', 'IdentityAndAccess'],
    threats: ['accountBreach', 'maliciousInsider'],
    remediationDescription:
      'Register the cluster and its clients in your directory, then add the section azureActiveDirectory ' +
      'with tenant, cluster and client application to the cluster: see "Set up Microsoft Entra ID for ' +
      'client authentication" for Service Fabric.',
    controls: ['manageAccessAndPermissions'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/b54ed75b-3e1a-44ac-a333-05ba39b99ff0',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.ServiceFabric/clusters'],
  judge({ properties }) {
    const directory = valueAt(properties, 'azureActiveDirectory') ?? null;
    if (wordAt(directory, 'tenantId')) return healthy();
    // ARM leaves the section out where it was never set; managementEndpoint is in every whole snapshot of a cluster.
    return wordAt(directory, 'tenantId') === '' ||
      (directory === null && wordAt(properties, 'managementEndpoint') !== undefined)
      ? unhealthy('NoDirectory', 'Clients do not sign in with Microsoft Entra ID.')
      : missing('azureActiveDirectory.tenantId');
  },
  cases: [
    {
      name: 'a tenant',
      resource: cluster({ azureActiveDirectory: { tenantId: '00000000-0000-0000-0000-000000000007' } }),
      expect: 'Healthy',
    },
    {
      name: 'never set',
      resource: cluster({ managementEndpoint: 'https://shop.example.com:19080' }),
      expect: 'Unhealthy',
    },
    { name: 'empty', resource: cluster({ azureActiveDirectory: { tenantId: '' } }), expect: 'Unhealthy' },
    { name: 'partial snapshot', resource: cluster({ clusterState: 'Ready' }), expect: 'Unknown' },
  ],
};
