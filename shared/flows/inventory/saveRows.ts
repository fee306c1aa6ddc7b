import { rowResources } from '../../core/posture/inventory/rowResources';
import type { JsonObject } from '../../model/json';
import type { Resource } from '../../model/resource';
import type { Ports } from '../ports';
import { type Home, saveSnapshots } from '../saveSnapshots';

/** Stores rows of Resource Graph as snapshots of one source and time; answers the resources that they are. */
export async function saveRows(
  ports: Pick<Ports, 'resources' | 'settings' | 'log'>,
  home: Home,
  rows: readonly JsonObject[],
  { subscriptionId, source, observedAt }: { subscriptionId: string; source: string; observedAt: string },
): Promise<Resource[]> {
  const { resources, faults } = rowResources(rows, subscriptionId);
  if (faults.length > 0)
    ports.log.warn('Rows of the inventory are no resources', { source, rows: faults.length, first: faults[0] });
  await saveSnapshots(
    ports,
    home,
    resources.map((resource) => ({ resource, observedAt, source })),
  );
  return resources;
}
