import { type MachineFacts, machineFactsSchema, machineFactsType } from '../../../model/machineFacts';
import { machineRowType } from '../../../model/machineRow';
import type { Resource } from '../../../model/resource';
import { type WindowsState, windowsStateSchema, windowsStateType } from '../../../model/windowsState';
import { listAt, valueAt, wordAt } from './setting';
import type { ResourceGraph } from '../recommendation';

export type System = 'Windows' | 'Linux';

/** Virtual machines name the system in the profile of their disk, machines connected by Arc in `osType`. */
export function systemOf({ properties }: Resource): System | undefined {
  const profile = valueAt(properties, 'virtualMachineProfile') ?? properties;
  const named = wordAt(profile, 'storageProfile.osDisk.osType') ?? wordAt(properties, 'osType');
  if (named !== undefined) return named === 'windows' ? 'Windows' : named === 'linux' ? 'Linux' : undefined;
  if (valueAt(profile, 'osProfile.windowsConfiguration')) return 'Windows';
  return valueAt(profile, 'osProfile.linuxConfiguration') ? 'Linux' : undefined;
}

/** What the collector last sent of a Linux machine. */
export function linuxFacts(graph: ResourceGraph): MachineFacts | undefined {
  const facts = machineFactsSchema.safeParse(graph.ofType(machineFactsType)[0]?.properties);
  return facts.success ? facts.data : undefined;
}

/** What was last sent of a Windows machine. */
export function windowsState(graph: ResourceGraph): WindowsState | undefined {
  const state = windowsStateSchema.safeParse(graph.ofType(windowsStateType)[0]?.properties);
  return state.success ? state.data : undefined;
}

/** The newest row that a table of Log Analytics has of this machine. */
export const newestRow = (graph: ResourceGraph, table: string): Record<string, unknown> | undefined =>
  graph.ofType(machineRowType).find(({ name }) => name.toLowerCase() === table.toLowerCase())?.properties;

/** A count in a column of a row, which may come as text; undefined where there is none. */
export function countIn(row: Record<string, unknown>, column: string): number | undefined {
  const value = row[column];
  if (typeof value !== 'number' && !(typeof value === 'string' && /^\d+$/.test(value))) return undefined;
  return Number.isFinite(Number(value)) ? Number(value) : undefined;
}

export interface MachineExtension {
  publisher: string;
  type: string;
  /** Of its provisioning; those that stand in the model of a scale set have none of their own and are taken as `succeeded`. */
  state: string;
}

/** Extensions of a virtual machine, a machine connected by Arc or, from their model, a scale set. All words in lower case. */
export function extensionsOf(machine: Resource, graph: ResourceGraph): MachineExtension[] {
  const inModel = listAt(machine.properties, 'virtualMachineProfile.extensionProfile.extensions') ?? [];
  const children = graph.ofType(`${machine.type}/extensions`);
  return [
    ...children.map(({ properties }) => extension(properties, 'unknown')),
    ...inModel.map((one) => extension(valueAt(one, 'properties'), 'succeeded')),
  ];
}

const extension = (properties: unknown, state: string): MachineExtension => ({
  publisher: wordAt(properties, 'publisher') ?? '',
  type: wordAt(properties, 'type') ?? '',
  state: wordAt(properties, 'provisioningState') ?? state,
});
