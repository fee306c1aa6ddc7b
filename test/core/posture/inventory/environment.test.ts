import { environmentOf } from '../../../../shared/core/posture/inventory/environment';

test.each([
  ['Microsoft.Compute/virtualMachines', {}, 'Azure'],
  ['Microsoft.HybridCompute/machines', {}, 'OnPremises'],
  ['Microsoft.HybridCompute/machines', { cloudMetadata: { provider: 'N/A' } }, 'OnPremises'],
  ['Microsoft.HybridCompute/machines', { cloudMetadata: { provider: 'AWS' } }, 'AWS'],
  ['microsoft.hybridcompute/machines', { cloudMetadata: { provider: 'GCP' } }, 'GCP'],
  ['Microsoft.AzureStackHCI/clusters', {}, 'OnPremises'],
  ['AWS::EC2::Instance', {}, 'AWS'],
  ['compute.googleapis.com/Instance', {}, 'GCP'],
  ['googleapis.com.example/thing', {}, 'Azure'],
])('%s with %j is in %s', (type, properties, expected) => {
  expect(environmentOf({ type, properties })).toBe(expected);
});
