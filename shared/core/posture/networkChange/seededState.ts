import type { ResourceDocument } from '../../../model/documents/resources';
import type { JsonObject } from '../../../model/json';
import type { NetworkState } from '../../../model/networkChange';
import { parseResourceId } from '../../../model/resourceId';
import { withValue } from './diffResource';
import { networkSubject, type NetworkSubject } from './networkType';
import { normalChild, normalForm } from './normalForm';

/** The configuration that the stored resources of one partition tell; undefined when the resource is not among them. */
export function seededState(
  { resourceId, list }: NetworkSubject,
  documents: readonly ResourceDocument[],
): NetworkState | undefined {
  const { id } = parseResourceId(resourceId);
  const own = documents.find((document) => parseResourceId(document.resourceId).id === id);
  if (own === undefined) return undefined;
  let config = normalForm(own.resource);
  for (const { resourceId: childId, resource } of documents) {
    const child = networkSubject(childId);
    if (list === undefined || child?.child === undefined || parseResourceId(child.resourceId).id !== id) continue;
    config = withValue(
      config,
      ['properties', list, child.child],
      normalChild({ properties: resource.properties as JsonObject }),
    );
  }
  return {
    config,
    observedAt: own.observedAt,
    since: own.changedAt ?? own.observedAt,
    contentHash: own.contentHash,
    acts: [],
  };
}
