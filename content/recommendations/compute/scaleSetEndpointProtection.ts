import { endpointProtection } from '../../../shared/core/posture/checks/endpointProtection';
import { systemOf } from '../../../shared/core/posture/checks/machine';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import { partialScaleSet, sampleScaleSet } from '../../../shared/core/posture/checks/scaleSetCases';

export const recommendation: Recommendation = {
  key: 'compute/scaleSetEndpointProtection',
  assessmentKey: '21300918-b2e3-0346-785f-c77ff57d243b',
  metadata: {
    displayName: 'Endpoint protection should be installed on virtual machine scale sets',
    description:
      'The model of this scale set holds no product that protects against malware, so that none of its machines has one when it starts.',
    severity: 'High',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Compute'],
    threats: ['dataExfiltration', 'maliciousInsider', 'missingCoverage'],
    remediationDescription:
      'Add the extension of an endpoint protection product to the model of the scale set (IaaSAntimalware of Microsoft.Azure.Security, MDE.Linux or MDE.Windows, or that of your product) and upgrade the instances. A product inside the image does not show here: exempt the scale set with that reason.',
    controls: ['enableEndpointProtection'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/26a828e1-e88f-464e-bbb3-c134a282b9de',
  },
  freshnessHours: 8,
  appliesTo: ['Microsoft.Compute/virtualMachineScaleSets'],
  judge(scaleSet, graph) {
    const { installed } = endpointProtection(scaleSet, graph);
    if (installed && installed.length > 0) return healthy(`Found: ${installed.join(', ')}.`);
    return systemOf(scaleSet)
      ? unhealthy('ProtectionMissing', 'No extension of the model protects against malware.')
      : unknown('PropertyMissing', 'The snapshot does not hold the model of the machines.');
  },
  cases: [
    {
      name: 'Microsoft Antimalware',
      resource: sampleScaleSet([['Microsoft.Azure.Security', 'IaaSAntimalware']], {}, 'Windows'),
      expect: 'Healthy',
    },
    {
      name: 'Defender for Endpoint on Linux',
      resource: sampleScaleSet([['Microsoft.Azure.AzureDefenderForServers', 'MDE.Linux']]),
      expect: 'Healthy',
    },
    { name: 'no extension', resource: sampleScaleSet([]), expect: 'Unhealthy' },
    { name: 'a partial snapshot', resource: partialScaleSet, expect: 'Unknown' },
  ],
};
