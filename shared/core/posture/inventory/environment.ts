import type { Resource } from '../../../model/resource';
import { wordAt } from '../checks/setting';

/** Where a resource runs. What Azure only knows of (through Arc or Azure Stack) is `OnPremises`, or in the cloud that Arc names. */
export const environments = ['Azure', 'OnPremises', 'AWS', 'GCP'] as const;
export type Environment = (typeof environments)[number];

/** Providers whose resources stand for something outside of Azure's regions. */
const outsideProviders = [
  'microsoft.hybridcompute',
  'microsoft.azurestackhci',
  'microsoft.azurestack',
  'microsoft.connectedvmwarevsphere',
  'microsoft.scvmm',
  'microsoft.azurearcdata',
  'microsoft.kubernetes',
];

export function environmentOf({ type, properties }: Pick<Resource, 'type' | 'properties'>): Environment {
  const lower = type.toLowerCase();
  if (lower.startsWith('aws::')) return 'AWS';
  if (/^[a-z0-9.-]+\.googleapis\.com\//.test(lower)) return 'GCP';
  if (!outsideProviders.includes(lower.split('/')[0]!)) return 'Azure';
  // The agent of Arc finds out which cloud it runs in; on hardware of one's own it says `N/A`.
  const cloud = wordAt(properties, 'cloudMetadata.provider');
  return cloud === 'aws' ? 'AWS' : cloud === 'gcp' ? 'GCP' : 'OnPremises';
}
