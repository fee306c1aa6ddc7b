import { recommendations } from '../../../../content/recommendations.generated';
import { assessmentPayload, wireCode } from '../../../../shared/core/fanout/payloads/assessment';
import type { Judgement, KeptVerdict, VerdictCode } from '../../../../shared/model/judgement';
import { idOf } from '../../posture/posture.samples';
import { faultsOf } from '../publishedSchema';

const at = { firstEvaluatedAt: '2026-11-20T08:00:00.000Z', changedAt: '2026-11-21T08:00:00.000Z' };
const judgement: Judgement = {
  resourceId: idOf('Lake', 'Microsoft.Storage/storageAccounts'),
  resourceName: 'Lake',
  resourceType: 'Microsoft.Storage/storageAccounts',
  location: 'westeurope',
  observedAt: at.changedAt,
  verdicts: {},
};
const payloadOf = (
  verdict: KeptVerdict,
  action: 'Insert' | 'Delete' = 'Insert',
  recommendation = recommendations[0]!,
) =>
  assessmentPayload(recommendation, judgement, verdict, action, {
    tenantId: 'tenant',
    publicUrl: 'https://sky.example.com',
  });
const codes: VerdictCode[] = ['Healthy', 'Unhealthy', 'NotApplicable', 'Unknown'];

test.each(recommendations.map((recommendation) => [recommendation.key, recommendation] as const))(
  'the payload of %s holds against its published schema in every state',
  (_, recommendation) => {
    for (const code of codes) {
      for (const verdict of [
        { code, ...at },
        { code, cause: 'Word', description: 'A sentence.', ...at },
      ]) {
        expect(faultsOf('assessment', payloadOf(verdict, 'Insert', recommendation))).toEqual([]);
        expect(faultsOf('assessment', payloadOf(verdict, 'Delete', recommendation))).toEqual([]);
      }
    }
  },
);

test('Unknown is NotApplicable on the wire, with its cause', () => {
  expect(codes.map(wireCode)).toEqual(['Healthy', 'Unhealthy', 'NotApplicable', 'NotApplicable']);
  expect(payloadOf({ code: 'Unknown', cause: 'NoFacts', ...at })).toMatchObject({
    properties: { status: { code: 'NotApplicable', cause: 'NoFacts' } },
  });
});

test('cause and description are absent when there is nothing to say', () => {
  const { properties } = payloadOf({ code: 'Healthy', ...at }) as { properties: { status: object } };
  expect(properties.status).toEqual({
    code: 'Healthy',
    statusChangeDate: at.changedAt,
    firstEvaluationDate: at.firstEvaluatedAt,
  });
});

test('id and name are those of the API; the resource is named in every way that playbooks read', () => {
  const key = recommendations[0]!.assessmentKey;
  expect(payloadOf({ code: 'Unhealthy', ...at }, 'Delete')).toMatchObject({
    id: `${judgement.resourceId}/providers/Microsoft.Security/assessments/${key}`,
    name: key,
    securityEventDataEnrichment: { action: 'Delete', apiVersion: '2019-01-01', isSnapshot: false },
    assessmentEventDataEnrichment: { action: 'Delete' },
    properties: {
      resourceDetails: {
        source: 'Azure',
        id: judgement.resourceId,
        resourceName: 'Lake',
        resourceType: 'Microsoft.Storage/storageAccounts',
        resourceProvider: 'Microsoft.Storage',
        nativeResourceId: judgement.resourceId,
      },
    },
  });
});

test('the links lead to this deployment, once without a scheme', () => {
  const { properties } = payloadOf({ code: 'Healthy', ...at }) as { properties: { links: object } };
  const link = `sky.example.com/#blade/RecommendationsBlade/assessmentKey/${recommendations[0]!.assessmentKey}/resourceId/${encodeURIComponent(judgement.resourceId)}`;
  expect(properties.links).toEqual({ azurePortal: link, azurePortalUri: `https://${link}` });
});

test('threats are Pascal case', () => {
  const { properties } = payloadOf({ code: 'Healthy', ...at }) as { properties: { metadata: { threats: string[] } } };
  expect(properties.metadata.threats.length).toBeGreaterThan(0);
  expect(properties.metadata.threats.every((threat) => /^[A-Z]/.test(threat))).toBe(true);
});
