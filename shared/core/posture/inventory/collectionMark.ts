import type { Resource } from '../../../model/resource';

export const collectionMarkType = 'Skywarden/collections';
export const markSource = 'inventory/marks';

/** How the resources of these types at or below a scope were listed last. Without `types`: those of the table `resources`. */
export interface Collection {
  types?: string[];
  outcome: 'complete' | 'partial' | 'refused';
  reason?: string;
}

/**
 * The record, beside what it is about, that a listing was made: an empty list without one was never read. Its time is that of its
 * snapshot, so that it changes only when its meaning does.
 */
export function collectionMark(scope: string, name: string, collection: Collection): Resource {
  const safe = name.toLowerCase().replace(/[^a-z0-9.]+/g, '-');
  return {
    id: `${scope}/providers/${collectionMarkType}/${safe}`,
    name: safe,
    type: collectionMarkType,
    properties: { ...collection },
  };
}
