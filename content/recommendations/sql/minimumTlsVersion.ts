import { patchProperties } from '../../../shared/core/posture/checks/propertyPatch';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgeWord } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const server = (properties: Resource['properties'] = {}, kind = 'v12.0'): Resource =>
  sampleResource('Microsoft.Sql/servers', { version: '12.0', ...properties }, { kind });

export const recommendation: Recommendation = {
  key: 'sql/minimumTlsVersion',
  assessmentKey: '8e9a37b9-2828-4c8f-a24e-7b0ab0e89c78',
  metadata: {
    displayName: 'Azure SQL Database should be running TLS version 1.2 or newer',
    description:
      'TLS 1.0 and 1.1 have known weaknesses with which someone on the path can read or change queries and ' +
      'answers. A server that still accepts them lets a client fall back to them unseen.',
    severity: 'Medium',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['dataSpillage', 'dataExfiltration'],
    remediationDescription:
      'Make sure that drivers of all clients speak TLS 1.2, then set "Minimum TLS version" under Security > ' +
      'Networking > Connectivity, or run: az sql server update --name <server> --resource-group <group> ' +
      '--minimal-tls-version 1.2',
    controls: ['encryptDataInTransit'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/32e6bbec-16b6-44c2-be37-c5b672d103cf',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Sql/servers'],
  judge: ({ properties }) =>
    judgeWord(
      properties,
      'minimalTlsVersion',
      { right: ['1.2', '1.3'], wrong: ['1.0', '1.1', 'none'] },
      { cause: 'OldTlsAccepted', description: 'The server accepts TLS versions older than 1.2.' },
    ),
  quickFix: {
    description: 'Accepts TLS 1.2 and later only. Clients that cannot speak it are refused from then on.',
    permissions: ['Microsoft.Sql/servers/write'],
    requests: (resource) => patchProperties(resource, '2021-11-01', { minimalTlsVersion: '1.2' }),
  },
  cases: [
    { name: 'TLS 1.2', resource: server({ minimalTlsVersion: '1.2' }), expect: 'Healthy' },
    { name: 'no minimum', resource: server({ minimalTlsVersion: 'None' }), expect: 'Unhealthy' },
    { name: 'TLS 1.0', resource: server({ minimalTlsVersion: '1.0' }), expect: 'Unhealthy' },
    { name: 'not in the snapshot', resource: server(), expect: 'Unknown' },
  ],
};
