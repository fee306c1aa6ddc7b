import { patchProperties } from '../../../shared/core/posture/checks/propertyPatch';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgeWord } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const account = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.Storage/storageAccounts', properties, { kind: 'StorageV2' });

export const recommendation: Recommendation = {
  key: 'storage/minimumTlsVersion',
  assessmentKey: '2e87d445-c036-5c2e-b27e-c0e787aa634a',
  metadata: {
    displayName: 'Storage accounts should have the specified minimum TLS version',
    description:
      'TLS 1.0 and 1.1 have known weaknesses with which someone on the path can read or change what is ' +
      'sent. An account that still accepts them lets a client fall back to them unseen.',
    severity: 'Medium',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['dataSpillage', 'dataExfiltration'],
    remediationDescription:
      'Look for clients that still use an old version (resource logs, TlsVersion), update them, then set ' +
      '"Minimum TLS version" to 1.2 under Configuration, or run: az storage account update --name <account> ' +
      '--resource-group <group> --min-tls-version TLS1_2',
    controls: ['encryptDataInTransit'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/fe83a0eb-a853-422d-aac2-1bffd182c5d0',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Storage/storageAccounts'],
  judge: ({ properties }) =>
    judgeWord(
      properties,
      'minimumTlsVersion',
      { right: ['tls1_2', 'tls1_3'], wrong: ['tls1_0', 'tls1_1'] },
      { cause: 'OldTlsAccepted', description: 'The account accepts TLS versions older than 1.2.' },
    ),
  quickFix: {
    description: 'Accepts TLS 1.2 and later only. Clients that cannot speak it are refused from then on.',
    permissions: ['Microsoft.Storage/storageAccounts/write'],
    requests: (resource) => patchProperties(resource, '2023-05-01', { minimumTlsVersion: 'TLS1_2' }),
  },
  cases: [
    { name: 'TLS 1.2', resource: account({ minimumTlsVersion: 'TLS1_2' }), expect: 'Healthy' },
    { name: 'TLS 1.0', resource: account({ minimumTlsVersion: 'TLS1_0' }), expect: 'Unhealthy' },
    { name: 'setting not in the snapshot', resource: account({ accessTier: 'Hot' }), expect: 'Unknown' },
    { name: 'a version that nobody knows', resource: account({ minimumTlsVersion: 'TLS9_9' }), expect: 'Unknown' },
  ],
};
