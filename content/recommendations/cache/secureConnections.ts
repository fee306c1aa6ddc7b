import { patchProperties } from '../../../shared/core/posture/checks/propertyPatch';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgeFlag } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const cache = (properties: Resource['properties']): Resource => sampleResource('Microsoft.Cache/Redis', properties);

export const recommendation: Recommendation = {
  key: 'cache/secureConnections',
  assessmentKey: '35b25be2-d08a-e340-45ed-f08a95d804fc',
  metadata: {
    displayName: 'Redis Cache should allow access only via SSL',
    description:
      'The port without TLS carries the access key and all values in clear text: whoever is on the path ' +
      'reads them and can use the key afterwards.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['dataSpillage', 'accountBreach'],
    remediationDescription:
      'Move clients from port 6379 to port 6380 with TLS, then turn on "Allow access only via SSL" under ' +
      'Advanced settings, or run: az redis update --name <cache> --resource-group <group> --set ' +
      'enableNonSslPort=false',
    controls: ['encryptDataInTransit'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/22bee202-a82f-4305-9a2a-6d7f44d4dedb',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Cache/Redis'],
  judge: ({ properties }) =>
    judgeFlag(properties, 'enableNonSslPort', false, {
      cause: 'PlainPortOpen',
      description: 'The cache answers on the port without TLS.',
    }),
  quickFix: {
    description: 'Closes the port without TLS (6379). Clients that still use it lose their connection.',
    permissions: ['Microsoft.Cache/redis/write'],
    requests: (resource) => patchProperties(resource, '2023-08-01', { enableNonSslPort: false }),
  },
  cases: [
    { name: 'TLS only', resource: cache({ enableNonSslPort: false }), expect: 'Healthy' },
    { name: 'plain port open', resource: cache({ enableNonSslPort: true }), expect: 'Unhealthy' },
    { name: 'not in the snapshot', resource: cache({ port: 6379 }), expect: 'Unknown' },
  ],
};
