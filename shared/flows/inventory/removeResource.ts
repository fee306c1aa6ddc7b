import { partitionOf } from '../../core/documentIds';
import type { ResourceDocument } from '../../model/documents/resources';
import { isWithin, parseResourceId } from '../../model/resourceId';
import type { Ports } from '../ports';
import { untilSaved } from '../untilSaved';

/** The document as it says that its resource is gone. */
export function tombstoneOf(
  { _etag, changedAt: _changedAt, ...document }: ResourceDocument,
  at: string,
): ResourceDocument {
  return { ...document, observedAt: at, deleted: true };
}

/**
 * Removes a resource of which it was seen at `at` that it is not there, with its children, extensions, facts and copies; the feed
 * of `resources` then removes their verdicts. Leaves all of it when a newer snapshot shows the resource. Answers how many went.
 */
export async function removeResource(ports: Pick<Ports, 'resources'>, resourceId: string, at: string): Promise<number> {
  const { id } = parseResourceId(resourceId);
  const partition = await ports.resources.load(partitionOf(id));
  const own = partition.find((document) => parseResourceId(document.resourceId).id === id);
  const below = partition.filter((document) => document !== own && isWithin(document.resourceId, id));
  if (own && (await untilSaved(() => ports.resources.save(tombstoneOf(own, at)))) === 'older') return 0;
  for (const document of below) {
    // A copy as old as it is: the same machine may come back with the same interface.
    const newest = document.copyOf !== undefined || document.observedAt > at ? document.observedAt : at;
    await untilSaved(() => ports.resources.save(tombstoneOf(document, newest)));
  }
  return below.length + (own ? 1 : 0);
}
