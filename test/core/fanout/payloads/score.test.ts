import { recommendations } from '../../../../content/recommendations.generated';
import { secureScoreControlPayload, secureScorePayload } from '../../../../shared/core/fanout/payloads/score';
import { type ControlKey, secureScoreControls } from '../../../../shared/core/posture/score/secureScoreControls';
import type { ControlCount } from '../../../../shared/model/documents/score';
import type { JsonObject } from '../../../../shared/model/json';
import { subscription } from '../../posture/posture.samples';
import { faultsOf } from '../publishedSchema';

const count = (healthy: number, unhealthy: number, notApplicable = 0): ControlCount => ({
  healthy,
  unhealthy,
  notApplicable,
});
const control = (key: ControlKey, counts: ControlCount) =>
  secureScoreControlPayload(subscription, key, counts, recommendations) as { properties: JsonObject } & JsonObject;

test.each(Object.keys(secureScoreControls) as ControlKey[])(
  'the payload of %s holds against its published schema',
  (key) => {
    for (const counts of [count(0, 0), count(1, 2, 3), count(7, 0)]) {
      expect(faultsOf('secureScoreControl', control(key, counts))).toEqual([]);
    }
  },
);

test('the documented example: three unhealthy, one not applicable', () => {
  expect(control('applySystemUpdates', count(0, 3, 1))).toMatchObject({
    id: `/subscriptions/${subscription}/providers/Microsoft.Security/secureScores/ascScore/secureScoreControls/61702b76-1fab-41f2-bcbc-50b7870dcf38`,
    name: '61702b76-1fab-41f2-bcbc-50b7870dcf38',
    securityEventDataEnrichment: { action: 'Insert', apiVersion: '2020-01-01', isSnapshot: false },
    properties: {
      displayName: 'Apply system updates',
      healthyResourceCount: 0,
      unhealthyResourceCount: 3,
      notApplicableResourceCount: 1,
      score: { max: 6, current: 0, percentage: 0 },
      weight: 3,
    },
  });
});

test('the documented example: five of six encrypt data in transit', () => {
  expect(control('encryptDataInTransit', count(5, 1)).properties).toMatchObject({
    score: { max: 4, current: 3.33, percentage: 0.8325 },
    weight: 6,
  });
});

test('a control without resources has no maximum, its definition keeps it', () => {
  expect(control('protectAgainstDdos', count(0, 0, 1)).properties).toMatchObject({
    score: { max: 0, current: 0, percentage: 0 },
    definition: { properties: { maxScore: 2 } },
  });
});

test('the definition names the assessments of the control', () => {
  const { definition } = control('encryptDataInTransit', count(1, 0)).properties as {
    definition: { properties: { assessmentDefinitions: { id: string }[] } };
  };
  const members = recommendations.filter(({ metadata }) => metadata.controls.includes('encryptDataInTransit'));
  expect(definition.properties.assessmentDefinitions.map(({ id }) => id)).toEqual(
    members.map(({ assessmentKey }) => `/providers/Microsoft.Security/assessmentMetadata/${assessmentKey}`),
  );
});

test('the documented score of a subscription: 23.53 of 39, weight 67', () => {
  const controls = {
    protectAgainstDdos: count(0, 0, 1),
    enableMfa: count(1, 0),
    implementSecurityBestPractices: count(7, 0, 1),
    enableEnhancedSecurityFeatures: count(0, 1),
    enableAuditingAndLogging: count(1, 4),
    manageAccessAndPermissions: count(1, 1),
    remediateSecurityConfigurations: count(0, 1),
    enableEndpointProtection: count(0, 1),
    applySystemUpdates: count(0, 1),
    encryptDataInTransit: count(5, 1),
    restrictUnauthorizedNetworkAccess: count(1, 0),
    enableEncryptionAtRest: count(1, 0),
  };
  const payload = secureScorePayload(subscription, controls, 67);
  expect(faultsOf('secureScore', payload)).toEqual([]);
  expect(payload).toMatchObject({
    name: 'ascScore',
    properties: { displayName: 'ASC score', score: { max: 39, current: 23.53, percentage: 0.6033 }, weight: 67 },
  });
});
