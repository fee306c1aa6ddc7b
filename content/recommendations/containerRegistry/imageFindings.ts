import {
  exportedFindingCases,
  exportedSubAssessments,
  judgeExportedFindings,
} from '../../../shared/core/posture/checks/exportedFindings';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleResource } from '../../../shared/core/posture/checks/sampleResource';

const assessmentKey = 'c0b7cfc6-3172-465a-b378-53c7ff2cc0d5';

export const recommendation: Recommendation = {
  key: 'containerRegistry/imageFindings',
  assessmentKey,
  metadata: {
    displayName: 'Azure registry container images should have vulnerabilities resolved',
    description:
      'A scanner found programs with known vulnerabilities in images of the registry. Every container that ' +
      'starts from them has these gaps from its first second.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'High',
    categories: ['Container'],
    threats: ['dataExfiltration', 'threatResistance'],
    remediationDescription:
      'Begin with findings that can be patched: raise the base image and libraries that the finding names, ' +
      'build and push the image anew, deploy it, and delete the old one: az acr repository delete --name ' +
      '<registry> --image <image>',
    controls: ['remediateVulnerabilities'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/090c7b07-b4ed-4561-ad20-e9075f3ccaff',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.ContainerRegistry/registries'],
  judge: (_resource, graph) =>
    judgeExportedFindings(
      graph,
      'containerregistryvulnerability',
      assessmentKey,
      'Findings in images of the registry,',
    ),
  subAssessments: (resource, graph) => exportedSubAssessments(resource, graph, 'containerregistryvulnerability'),
  cases: exportedFindingCases(
    sampleResource('Microsoft.ContainerRegistry/registries', {}),
    'ContainerRegistryVulnerability',
    assessmentKey,
  ),
};
