import type { PreparedResource } from '../resources/prepare';
import type { World } from '../resources/world';
import { isAttached } from './extensionTypes';

/** Where an existence check looks. `type` in lower case, `name` as evaluated. */
export interface RelatedPlace {
  type: string;
  name: string | undefined;
  named: (resource: PreparedResource) => boolean;
  inSubscription: boolean;
  /** Another resource group than that of the resource. */
  group: string | undefined;
}

/**
 * Resources that an existence check has to try, before their names are compared: children of the resource or what is
 * attached to it; itself or its parent; else those of its group, of another group or of the subscription.
 */
export function candidates(place: RelatedPlace, resource: PreparedResource, world: World): readonly PreparedResource[] {
  const { type, name } = place;
  const ofSubscription = resource.isSubscription;
  if (isAttached(type, ofSubscription)) return world.below(type, resource.idLc);
  if (ofSubscription) return world.inSubscription(type, resource.subscriptionId);
  if (type.startsWith(`${resource.typeLc}/`)) return world.below(type, resource.idLc);
  if (type === resource.typeLc && isOwnName(name, resource)) return [resource];
  if (resource.typeLc.startsWith(`${type}/`)) return resource.owners.flatMap((owner) => world.withId(type, owner));
  if (place.inSubscription) return world.inSubscription(type, resource.subscriptionId);
  return world.inGroup(type, resource.subscriptionId, place.group ?? resource.group);
}

function isOwnName(name: string | undefined, resource: PreparedResource): boolean {
  const wanted = name?.toLowerCase();
  return wanted === resource.nameLc || wanted === resource.fullName.toLowerCase();
}
