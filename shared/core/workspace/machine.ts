import { parseResourceId } from '../../model/resourceId';
import type { TelemetryEvent } from '../../model/telemetryEvent';

const machineTypes = new Set([
  'microsoft.compute/virtualmachines',
  'microsoft.compute/virtualmachinescalesets',
  'microsoft.hybridcompute/machines',
  'microsoft.classiccompute/virtualmachines',
  'microsoft.azurestackhci/virtualmachineinstances',
  'microsoft.connectedvmwarevsphere/virtualmachines',
]);

/** Operating systems write about the machine they run on. */
const machineProducts = new Set(['linux', 'windows', 'macos']);

/** The machine (ARM id, lower case) that a resource id names or lies below; undefined for other resources. */
export function machineIdOf(resourceId: string): string | undefined {
  if (!/\/(virtualmachine|machines\/)/i.test(resourceId)) return undefined;
  const { rootId } = parseResourceId(resourceId);
  return machineTypes.has(parseResourceId(rootId).type) ? rootId : undefined;
}

/**
 * Whether an event is telemetry of a machine: the resource it names is one, or it names none in Azure and was written by an
 * operating system or about a host. What other Azure resources and tenants write is not, whatever hosts it mentions.
 */
export function isOfMachine(
  { resourceId, logSource, entities }: TelemetryEvent,
  machineId: string | undefined = machineIdOf(resourceId),
): boolean {
  if (machineId !== undefined) return true;
  if (/^\/(subscriptions|tenants|providers)\//i.test(resourceId)) return false;
  return machineProducts.has(logSource.product ?? '') || entities.some(({ type }) => type === 'host');
}
