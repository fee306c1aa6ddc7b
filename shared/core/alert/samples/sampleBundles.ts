import { cosmosDbsSamples } from './cosmosDbsSamples';
import { virtualMachinesSamples } from './virtualMachinesSamples';
import { storageAccountsSamples } from './storageAccountsSamples';
import { sqlServersSamples } from './sqlServersSamples';
import { resourceManagerSamples } from './resourceManagerSamples';
import { kubernetesServiceSamples } from './kubernetesServiceSamples';
import { keyVaultsSamples } from './keyVaultsSamples';
import { dnsSamples } from './dnsSamples';
import { appServicesSamples } from './appServicesSamples';
import type { SampleBundle } from './sampleFindings';

/** Bundles of the simulator, under their names on the wire. */
export const sampleBundleNames = [
  'AppServices',
  'DNS',
  'KeyVaults',
  'KubernetesService',
  'ResourceManager',
  'SqlServers',
  'StorageAccounts',
  'VirtualMachines',
  'CosmosDbs',
] as const;

export const sampleBundles: Record<(typeof sampleBundleNames)[number], SampleBundle> = {
  AppServices: appServicesSamples,
  DNS: dnsSamples,
  KeyVaults: keyVaultsSamples,
  KubernetesService: kubernetesServiceSamples,
  ResourceManager: resourceManagerSamples,
  SqlServers: sqlServersSamples,
  StorageAccounts: storageAccountsSamples,
  VirtualMachines: virtualMachinesSamples,
  CosmosDbs: cosmosDbsSamples,
};
