import { patchProperties } from '../../../shared/core/posture/checks/propertyPatch';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgeFlag } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const registry = (properties: Resource['properties']): Resource =>
  sampleResource('Microsoft.ContainerRegistry/registries', properties);

export const recommendation: Recommendation = {
  key: 'containerRegistry/anonymousPull',
  assessmentKey: 'd7f41946-d798-52be-8344-f218051a652d',
  metadata: {
    displayName: 'Container registries should have anonymous authentication disabled',
    description:
      'With anonymous pull everyone who knows the name of the registry can download all its images, with ' +
      'whatever code, settings and secrets are in them.',
    severity: 'Medium',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['Container'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Give those that pull without signing in an identity with the role AcrPull, then turn it off: az acr ' +
      'update --name <registry> --anonymous-pull-enabled false',
    controls: ['manageAccessAndPermissions'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/9f2dea28-e834-476c-99c5-3507b4728395',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.ContainerRegistry/registries'],
  judge: ({ properties }) =>
    judgeFlag(properties, 'anonymousPullEnabled', false, {
      cause: 'AnonymousPull',
      description: 'Images can be pulled without signing in.',
    }),
  quickFix: {
    description: 'Refuses pulls without signing in. Whoever pulls that way needs an identity from then on.',
    permissions: ['Microsoft.ContainerRegistry/registries/write'],
    requests: (resource) => patchProperties(resource, '2023-07-01', { anonymousPullEnabled: false }),
  },
  cases: [
    { name: 'off', resource: registry({ anonymousPullEnabled: false }), expect: 'Healthy' },
    { name: 'on', resource: registry({ anonymousPullEnabled: true }), expect: 'Unhealthy' },
    { name: 'not in the snapshot', resource: registry({ loginServer: 'shop.example.com' }), expect: 'Unknown' },
  ],
};
