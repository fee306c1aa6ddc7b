import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgeFlag } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const cluster = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.ContainerService/managedClusters', { kubernetesVersion: '1.33.7', ...properties });

export const recommendation: Recommendation = {
  key: 'kubernetes/rbac',
  assessmentKey: 'b0fdc63a-38e7-4bab-a7c4-2c2665abbaa9',
  metadata: {
    displayName: 'Role-Based Access Control should be used on Kubernetes Services',
    description:
      'Without role-based access control everyone who reaches the API server with any credential may do ' +
      'everything in the cluster. It can be chosen only when a cluster is made.',
    severity: 'High',
    userImpact: 'High',
    implementationEffort: 'High',
    categories: ['Container', 'IdentityAndAccess'],
    threats: ['elevationOfPrivilege', 'maliciousInsider'],
    remediationDescription:
      'Make a new cluster with role-based access control (the default), best with Microsoft Entra ' +
      'integration, move the workloads and delete the old one: az aks create --name <cluster> ' +
      '--resource-group <group> --enable-aad',
    controls: ['manageAccessAndPermissions'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/ac4a19c2-fa67-49b4-8ae5-0b2e78c49457',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.ContainerService/managedClusters'],
  judge: ({ properties }) =>
    judgeFlag(properties, 'enableRBAC', true, {
      cause: 'NoRoles',
      description: 'The cluster does not check roles.',
    }),
  cases: [
    { name: 'on', resource: cluster({ enableRBAC: true }), expect: 'Healthy' },
    { name: 'off', resource: cluster({ enableRBAC: false }), expect: 'Unhealthy' },
    { name: 'not in the snapshot', resource: cluster({}), expect: 'Unknown' },
  ],
};
