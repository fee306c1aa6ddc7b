import type { Resource } from '../../model/resource';
import { isWithin } from '../../model/resourceId';
import type { ResourceGraph } from './recommendation';

/** Resources of one partition by type in lower case: built once, shared by the graphs of all its members. */
export type ByType = ReadonlyMap<string, Resource[]>;

export function byType(resources: readonly Resource[]): ByType {
  const types = new Map<string, Resource[]>();
  for (const resource of resources) {
    const type = resource.type.toLowerCase();
    const same = types.get(type);
    if (same) same.push(resource);
    else types.set(type, [resource]);
  }
  return types;
}

/**
 * What a recommendation sees when it judges `judged`. `ofType` answers what lies below it; only for types that are not
 * children of its own (its parent, its siblings, other extensions) and have none below it, those of the whole partition.
 * `onRead` hears of every resource handed out: a verdict is as old as the oldest snapshot behind it.
 */
export function resourceGraph(
  judged: Resource,
  types: ByType,
  onRead: (resources: Resource[]) => void = () => undefined,
): ResourceGraph {
  const readThrough = (resources: Resource[]) => {
    onRead(resources);
    return resources;
  };
  return {
    get all() {
      return readThrough([...types.values()].flat());
    },
    ofType(type) {
      const wanted = type.toLowerCase();
      const found = types.get(wanted) ?? [];
      const below = found.filter((resource) => resource !== judged && isWithin(resource.id, judged.id));
      const ownChildren = wanted.startsWith(`${judged.type.toLowerCase()}/`);
      return readThrough(below.length > 0 || ownChildren ? below : found);
    },
  };
}
