import type { Resource } from '../../../model/resource';
import type { RecommendationCase } from '../recommendation';
import { linuxFactsOf } from './machineCases';

/** A machine for the cases of recommendations about Linux. */
export const sampleMachine: Resource = {
  id: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.HybridCompute/machines/web1',
  name: 'web1',
  type: 'Microsoft.HybridCompute/machines',
  properties: { osType: 'linux' },
};

/** Its facts, of which a case names the part that it is about. */
export const sampleFacts = (part: object): Resource => linuxFactsOf(sampleMachine, part);

/** Cases that every recommendation about the facts of a Linux machine has. */
export const commonLinuxCases: RecommendationCase[] = [
  { name: 'no facts', resource: sampleMachine, expect: 'Unknown' },
  {
    name: 'facts of another shape',
    resource: sampleMachine,
    related: [sampleFacts({ hostName: 1 })],
    expect: 'Unknown',
  },
  {
    name: 'a Windows machine of Azure',
    resource: {
      ...sampleMachine,
      type: 'Microsoft.Compute/virtualMachines',
      properties: { storageProfile: { osDisk: { osType: 'Windows' } } },
    },
    expect: 'NotApplicable',
  },
];
