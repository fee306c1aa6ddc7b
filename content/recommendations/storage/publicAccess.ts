import { patchProperties } from '../../../shared/core/posture/checks/propertyPatch';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgeFlag } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const account = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.Storage/storageAccounts', properties, { kind: 'StorageV2' });

export const recommendation: Recommendation = {
  key: 'storage/publicAccess',
  assessmentKey: '51fd8bb1-0db4-bbf1-7e2b-cfcba7eb66a6',
  metadata: {
    displayName: 'Storage account public access should be disallowed',
    description:
      'As long as an account allows it, anyone who may change a container can open it to anonymous readers, ' +
      'by intent or by mistake, and nobody on the Internet needs a key to read it. Disallowed on the ' +
      'account, no container can be opened.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Look for anonymous requests in the resource logs of the account (AuthenticationType Anonymous) and ' +
      'give these readers a signed URL or a role. Then set "Allow Blob anonymous access" to Disabled under ' +
      'Configuration, or run: az storage account update --name <account> --resource-group <group> ' +
      '--allow-blob-public-access false',
    controls: ['manageAccessAndPermissions'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/4fa4b6c0-31ca-4c0d-b10d-24b96f62a751',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Storage/storageAccounts'],
  // Absent meant allowed until the end of 2023 and means disallowed since; a snapshot does not say when it was made.
  judge: ({ properties }) =>
    judgeFlag(properties, 'allowBlobPublicAccess', false, {
      cause: 'PublicAccessAllowed',
      description: 'Containers of the account can be opened to anonymous readers.',
    }),
  quickFix: {
    description:
      'Disallows anonymous access to all containers. Whoever reads one without signing in is refused from then on.',
    permissions: ['Microsoft.Storage/storageAccounts/write'],
    requests: (resource) => patchProperties(resource, '2023-05-01', { allowBlobPublicAccess: false }),
  },
  cases: [
    { name: 'disallowed', resource: account({ allowBlobPublicAccess: false }), expect: 'Healthy' },
    { name: 'allowed', resource: account({ allowBlobPublicAccess: true }), expect: 'Unhealthy' },
    { name: 'setting not in the snapshot', resource: account({ accessTier: 'Hot' }), expect: 'Unknown' },
    { name: 'setting is a text', resource: account({ allowBlobPublicAccess: 'false' }), expect: 'Unknown' },
  ],
};
