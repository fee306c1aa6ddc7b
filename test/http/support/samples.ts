import {
  alertId,
  judgementId,
  networkChangeId,
  partitionOf,
  resourceDocumentId,
  scoreChangeId,
  scoreId,
} from '../../../shared/core/documentIds';
import { healthy, type Recommendation } from '../../../shared/core/posture/recommendation';
import type { Alert } from '../../../shared/model/alert';
import type { AlertDocument, JudgementDocument, NetworkChangeDocument } from '../../../shared/model/documents/findings';
import type { ResourceDocument } from '../../../shared/model/documents/resources';
import type { ScoreChangeDocument, ScoreDocument } from '../../../shared/model/documents/score';
import type { VerdictCode } from '../../../shared/model/judgement';
import type { Standard } from '../../../shared/model/standard';
import { parseResourceId } from '../../../shared/model/resourceId';

export const subscriptionId = '00000000-0000-0000-0000-000000000001';
export const otherSubscriptionId = '00000000-0000-0000-0000-000000000002';
/** Of this deployment; the registered subscriptions are of another one. */
export const homeTenantId = '00000000-0000-0000-0000-0000000000f0';
export const subscription = `/subscriptions/${subscriptionId}`;
export const otherSubscription = `/subscriptions/${otherSubscriptionId}`;
export const group = `${subscription}/resourceGroups/Web`;
export const otherGroup = `${subscription}/resourceGroups/Data`;
export const machine = `${group}/providers/Microsoft.Compute/virtualMachines/vm1`;
export const account = `${otherGroup}/providers/Microsoft.Storage/storageAccounts/st1`;
export const apiNow = '2026-11-21T10:00:00.000Z';

const stored = (resourceId: string) => ({ workspaceId: 'main', ...partitionOf(resourceId) });

/** Ticks fall as time rises: a larger `age` is an older alert. */
export function alertDocument(resourceId: string, age: number, changes: Partial<Alert> = {}): AlertDocument {
  const guid = `00000000-0000-5000-8000-${String(age).padStart(12, '0')}`;
  const alert: Alert = {
    name: `25182500084319${String(age).padStart(5, '0')}_${guid}`,
    guid,
    alertType: 'VM_LoginBruteForceSuccess',
    alertDisplayName: 'Suspicious sign-in',
    description: 'Many failed sign-ins, then a successful one.',
    severity: 'High',
    intent: 'CredentialAccess',
    techniques: ['T1110'],
    subTechniques: ['T1110.001'],
    status: 'Active',
    startTimeUtc: '2019-12-25T18:52:36.8010350Z',
    endTimeUtc: '2019-12-25T18:52:36.8010350Z',
    timeGeneratedUtc: '2019-12-25T18:53:00.0000000Z',
    processingEndTimeUtc: '2019-12-25T18:53:00.0000000Z',
    resourceId,
    location: 'centralus',
    compromisedEntity: 'vm1',
    productComponentName: 'VirtualMachines',
    remediationSteps: ['Change the password'],
    entities: [{ type: 'ip', address: '192.0.2.7' }],
    extendedProperties: { attempts: '12' },
    correlationKey: 'key',
    isIncident: false,
    ruleId: '00000000-0000-0000-0000-00000000c001',
    occurrences: 1,
    eventIds: [],
    ...changes,
  };
  return { kind: 'alert', id: alertId(guid), ...stored(resourceId), resourceId, version: 1, alert };
}

export function recommendation(key: string, guid: string): Recommendation {
  return {
    key,
    assessmentKey: guid,
    metadata: {
      displayName: `Name of ${key}`,
      description: 'What it is about.',
      severity: 'High',
      userImpact: 'Low',
      implementationEffort: 'Low',
      categories: ['Data'],
      threats: ['dataExfiltration'],
      remediationDescription: 'Switch it on.',
      controls: ['encryptDataInTransit'],
    },
    freshnessHours: 24,
    appliesTo: [],
    judge: () => healthy(),
    cases: [],
  };
}

export const recommendations: Recommendation[] = [
  {
    ...recommendation('storage/secureTransfer', '1c5de8e1-f68d-6a17-e0d2-ec259c42768c'),
    subAssessments: () => [
      {
        name: 'qualys-1',
        id: 'CVE-2026-0001',
        displayName: 'zlib is old',
        status: { code: 'Unhealthy', severity: 'High' },
        additionalData: { assessedResourceType: 'ServerVulnerability' },
      },
    ],
  },
  recommendation('machines/sshRootLogin', '5f8a6c3b-0000-5000-8000-000000000002'),
  recommendation('storage/minimumTls', '5f8a6c3b-0000-5000-8000-000000000003'),
];

export function judgementDocument(resourceId: string, codes: Record<string, VerdictCode>): JudgementDocument {
  const { id, name, type } = parseResourceId(resourceId);
  const verdicts = Object.fromEntries(
    Object.entries(codes).map(([key, code]) => [
      key,
      { code, ...(code === 'Unknown' && { cause: 'PropertyMissing' }), firstEvaluatedAt: apiNow, changedAt: apiNow },
    ]),
  );
  const judgement = {
    resourceId,
    resourceName: name,
    resourceType: type,
    location: 'centralus',
    observedAt: apiNow,
    verdicts,
  };
  return { kind: 'judgement', id: judgementId(id), ...stored(resourceId), resourceId, version: 1, judgement };
}

export function resourceDocument(resourceId: string): ResourceDocument {
  const { id, name, type } = parseResourceId(resourceId);
  const resource = { id: resourceId, name, type, location: 'centralus', properties: { size: 'small' } };
  const place = { id: resourceDocumentId(id), ...stored(resourceId), resourceId, type };
  return { kind: 'resource', ...place, observedAt: apiNow, source: 'snapshot', contentHash: 'h', resource };
}

/** Controls of Microsoft's golden example that decide its figures. */
export const scoreDocument: ScoreDocument = {
  kind: 'score',
  id: scoreId,
  workspaceId: 'main',
  ...partitionOf(subscription),
  version: 3,
  controls: {
    enableMfa: { healthy: 1, unhealthy: 0, notApplicable: 0 },
    encryptDataInTransit: { healthy: 5, unhealthy: 1, notApplicable: 0 },
    protectAgainstDdos: { healthy: 0, unhealthy: 0, notApplicable: 1 },
  },
  pairs: 9,
  applied: [],
  updatedAt: apiNow,
};

const value = { max: 4, current: 4, percentage: 1 };

export const scoreChangeDocument: ScoreChangeDocument = {
  kind: 'scoreChange',
  id: scoreChangeId(3),
  workspaceId: 'main',
  ...partitionOf(subscription),
  version: 3,
  change: {
    at: apiNow,
    before: value,
    after: { max: 4, current: 3.33, percentage: 0.8325 },
    controls: [
      {
        control: 'encryptDataInTransit',
        displayName: 'Encrypt data in transit',
        before: value,
        after: { max: 4, current: 3.33, percentage: 0.8325 },
      },
    ],
    reasons: [
      {
        resourceId: account,
        recommendation: 'storage/secureTransfer',
        before: 'Healthy',
        after: 'Unhealthy',
        because: 'VerdictChanged',
        points: -0.666667,
        maxPoints: 0,
      },
    ],
    source: 'verdicts',
    unattributed: -0.003333,
    controlTable: '2025-11',
  },
};

/** `minute` orders changes: a larger one is newer. */
export function networkChangeDocument(resourceId: string, minute: number): NetworkChangeDocument {
  const { type } = parseResourceId(resourceId);
  const id = networkChangeId(resourceId, minute);
  return {
    kind: 'networkChange',
    id,
    ...stored(resourceId),
    resourceId,
    version: 1,
    change: {
      id,
      resourceId,
      resourceType: type,
      at: `2026-11-21T10:${String(minute).padStart(2, '0')}:00.000Z`,
      operation: 'updated',
      seenIn: 'activityLog',
      caller: { name: 'alice@example.com', address: '198.51.100.20' },
      changes: [{ path: '/properties/securityRules/ssh', before: null, after: { properties: { priority: 200 } } }],
      weakenings: [{ reason: 'OpenedToInternet', detail: 'Suspicious sign-in is next.', severity: 'High' }],
      alert: '00000000-0000-5000-8000-000000000001',
    },
  };
}

/** The benchmark of these tests: one control judged by machine, one by people. */
export const benchmark: Standard = {
  name: 'Microsoft-cloud-security-benchmark',
  displayName: 'Microsoft cloud security benchmark',
  version: '1',
  description: 'What it is about.',
  alwaysOn: true,
  controls: [
    { name: 'DP.3', title: 'Encrypt on the wire', recommendations: ['storage/secureTransfer', 'storage/minimumTls'] },
    { name: 'GS.1', title: 'Settle who is responsible', manual: true },
    { name: 'GS.2', title: 'Plan segmentation', manual: true, recommendations: ['storage/secureTransfer'] },
    { name: 'LT.1', title: 'Detect threats', policyDefinitionIds: ['00000000-0000-0000-0000-0000000000ff'] },
  ],
};
