import type { Alert } from '../../model/alert';
import { parseResourceId } from '../../model/resourceId';

/** The alert's page of this deployment, in the segments that Microsoft's links have. `publicUrl` has no trailing slash. */
export function alertUri(publicUrl: string, { name, location, resourceId }: Alert): string {
  const { subscriptionId, resourceGroup } = parseResourceId(resourceId);
  const alert = `alertId/${name}/subscriptionId/${subscriptionId}/resourceGroup/${resourceGroup}`;
  return `${publicUrl}/#blade/AlertBlade/${alert}/referencedFrom/alertDeepLink/location/${location}`;
}
