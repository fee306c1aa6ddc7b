import type { Resource } from '../../../model/resource';
import { sampleResource } from './sampleResource';

const type = 'Microsoft.Compute/virtualMachineScaleSets';

/** A scale set for cases, with extensions as `[publisher, type]`. */
export const sampleScaleSet = (
  extensions: [publisher: string, type: string][],
  more: Resource['properties'] = {},
  system: 'Linux' | 'Windows' = 'Linux',
): Resource =>
  sampleResource(type, {
    virtualMachineProfile: {
      storageProfile: { osDisk: { osType: system, createOption: 'FromImage' } },
      extensionProfile: {
        extensions: extensions.map(([publisher, name]) => ({
          name,
          properties: { publisher, type: name, autoUpgradeMinorVersion: true },
        })),
      },
    },
    ...more,
  });

export const partialScaleSet = sampleResource(type, { provisioningState: 'Succeeded' });
