import type { Verdict } from '../../../model/judgement';
import type { MachineFacts } from '../../../model/machineFacts';
import { notApplicable, type Recommendation, unknown } from '../recommendation';
import { linuxFacts, systemOf } from './machine';

/** Machines that the collector may run on. */
export const machineTypes = ['Microsoft.Compute/virtualMachines', 'Microsoft.HybridCompute/machines'];

/** Judges by the facts of a Linux machine: Windows is not applicable, a machine without facts is unknown. */
export function judgeLinuxFacts(judge: (facts: MachineFacts) => Verdict): Recommendation['judge'] {
  return (machine, graph) => {
    if (systemOf(machine) === 'Windows') return notApplicable('WindowsMachine', 'The machine runs Windows.');
    const facts = linuxFacts(graph);
    return facts ? judge(facts) : unknown('MachineFactsMissing', 'The collector has sent no facts of this machine.');
  };
}
