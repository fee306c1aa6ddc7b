import { parseResourceId } from '../model/resourceId';

/** The resource group of a resource (or its subscription when it lies in none), in the spelling of its id. */
export function groupScopeOf(resourceId: string): string {
  const { resourceGroup } = parseResourceId(resourceId);
  return `/${resourceId
    .split('/')
    .filter(Boolean)
    .slice(0, resourceGroup ? 4 : 2)
    .join('/')}`;
}
