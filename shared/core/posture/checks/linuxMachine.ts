import type { Verdict } from '../../../model/judgement';
import { type MachineFacts, machineFactsSchema, machineFactsType } from '../../../model/machineFacts';
import type { Resource } from '../../../model/resource';
import { notApplicable, type Recommendation, unknown } from '../recommendation';

/** Machines that the collector may run on. */
export const machineTypes = ['Microsoft.Compute/virtualMachines', 'Microsoft.HybridCompute/machines'];

/** Virtual machines name the system in the profile of the disk, machines connected by Arc in `osType`. */
const runsWindows = ({ properties }: Resource): boolean =>
  /"osType":"windows"/i.test(JSON.stringify([{ osType: properties['osType'] }, properties['storageProfile']]));

/** Judges by the facts of a Linux machine: Windows is not applicable, a machine without facts is unknown. */
export function judgeLinuxFacts(judge: (facts: MachineFacts) => Verdict): Recommendation['judge'] {
  return (resource, graph) => {
    if (runsWindows(resource)) return notApplicable('WindowsMachine', 'The machine runs Windows.');
    const facts = machineFactsSchema.safeParse(graph.ofType(machineFactsType)[0]?.properties);
    if (!facts.success) return unknown('MachineFactsMissing', 'The collector has sent no facts of this machine.');
    return judge(facts.data);
  };
}
