import { patchProperties } from '../../../shared/core/posture/checks/propertyPatch';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgeFlag } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const vault = (properties: Resource['properties']): Resource => sampleResource('Microsoft.KeyVault/vaults', properties);

const tenantId = '00000000-0000-0000-0000-000000000000';

export const recommendation: Recommendation = {
  key: 'keyVault/softDelete',
  assessmentKey: '78211c00-15a9-336e-17c4-0b48613dadf4',
  metadata: {
    displayName: 'Key vaults should have soft delete enabled',
    description:
      'Whatever was encrypted with a key is lost with that key. With soft delete, vaults, keys and secrets ' +
      'that someone deleted by mistake or in anger can be brought back for a while.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['maliciousInsider', 'denialOfService'],
    remediationDescription:
      'Turn it on, it cannot be turned off again and costs nothing: Settings > Properties of the vault, or ' +
      'run: az keyvault update --name <vault> --resource-group <group> --set ' +
      'properties.enableSoftDelete=true',
    controls: ['implementSecurityBestPractices'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/1e66c121-a66a-4b1f-9b83-0fd99bf0fc2d',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.KeyVault/vaults'],
  judge: ({ properties }) =>
    judgeFlag(properties, 'enableSoftDelete', true, {
      cause: 'SoftDeleteOff',
      description: 'What is deleted from the vault is gone at once.',
    }),
  quickFix: {
    description: 'Turns soft delete on for good. Names of deleted keys and secrets stay taken until they are purged.',
    permissions: ['Microsoft.KeyVault/vaults/write'],
    requests: (resource) => patchProperties(resource, '2023-07-01', { enableSoftDelete: true }),
  },
  cases: [
    { name: 'on', resource: vault({ tenantId, enableSoftDelete: true }), expect: 'Healthy' },
    { name: 'off', resource: vault({ tenantId, enableSoftDelete: false }), expect: 'Unhealthy' },
    { name: 'not in the snapshot', resource: vault({ tenantId }), expect: 'Unknown' },
  ],
};
