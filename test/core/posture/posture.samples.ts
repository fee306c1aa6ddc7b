import type { ResourceDocument } from '../../../shared/model/documents/resources';
import type { Verdict } from '../../../shared/model/judgement';
import type { Resource } from '../../../shared/model/resource';
import { partitionOf, resourceDocumentId } from '../../../shared/core/documentIds';
import { type Recommendation, healthy, unhealthy, unknown } from '../../../shared/core/posture/recommendation';

export const subscription = '00000000-0000-0000-0000-000000000001';

export const idOf = (name: string, type = 'Microsoft.Test/things'): string =>
  `/subscriptions/${subscription}/resourceGroups/Shop/providers/${type}/${name}`;

export const thing = (name: string, properties: Resource['properties'] = {}): Resource => ({
  id: idOf(name),
  name,
  type: 'Microsoft.Test/things',
  location: 'westeurope',
  properties,
});

export const documentOf = (resource: Resource, observedAt = '2026-11-21T10:00:00.000Z'): ResourceDocument => ({
  id: resourceDocumentId(resource.id),
  ...partitionOf(resource.id),
  workspaceId: 'w1',
  kind: 'resource',
  resourceId: resource.id,
  type: resource.type,
  observedAt,
  source: 'test',
  contentHash: JSON.stringify(resource),
  resource,
});

/** What an exemption makes of a failure. */
const exempt = (category: 'Waiver' | 'Mitigated'): Verdict => ({
  code: 'NotApplicable',
  cause: 'Exempt',
  exemption: { id: '/exemptions/one', category, code: 'Unhealthy' },
});

/** Judges by the property `state`, so that a test can bring about any verdict. */
export const recommend = (
  key: string,
  controls: Recommendation['metadata']['controls'],
  overrides: Partial<Recommendation> & { preview?: boolean } = {},
): Recommendation => ({
  key,
  assessmentKey: key,
  metadata: {
    displayName: key,
    description: key,
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Compute'],
    threats: [],
    remediationDescription: key,
    controls,
    ...(overrides.preview && { preview: true }),
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Test/things'],
  judge: ({ properties }) => {
    const state = properties[key];
    if (state === 'good') return healthy();
    if (state === 'mitigated') return exempt('Mitigated');
    if (state === 'waived') return exempt('Waiver');
    return state === 'bad' ? unhealthy('Bad', 'It is bad.') : unknown('StateMissing', 'Nobody knows.');
  },
  cases: [],
  ...overrides,
});
