import { networkStateId, partitionOf } from '../core/documentIds';
import type { NetworkSighting } from '../core/posture/networkChange/networkSighting';
import { without } from '../core/posture/networkChange/without';
import type { FindingDocument, NetworkChangeDocument, NetworkStateDocument } from '../model/documents/findings';
import type { NetworkChange, NetworkState } from '../model/networkChange';
import { outboxDocument } from './outboxDocument';
import type { Home } from './saveSnapshots';

/** Changes are kept as long as the history of the score; the state is asked of the resource again when it is gone. */
const changeSeconds = 400 * 24 * 3600;
const stateSeconds = 90 * 24 * 3600;
/** A document holds 2 MB, in UTF-8: a configuration that is larger is read from the stored resource. */
const maxStateBytes = 1_500_000;

/** A change as it is to be stored; `etag` is that of the document it replaces. */
export interface RecordedChange {
  item: NetworkChange;
  version: number;
  etag?: string;
}

const placeOf = (home: Home, { subject }: NetworkSighting) => ({
  workspaceId: home.workspaceId,
  ...partitionOf(subject.resourceId),
  resourceId: subject.resourceId,
});

function bounded(state: NetworkState): NetworkState {
  if (Buffer.byteLength(JSON.stringify(state)) <= maxStateBytes) return state;
  return without(state, 'config', 'contentHash');
}

/** `stored` is what it replaces. */
export function stateDocument(
  home: Home,
  sighting: NetworkSighting,
  { state, version, stored }: { state: NetworkState; version: number; stored?: NetworkStateDocument | undefined },
): NetworkStateDocument {
  return {
    id: networkStateId(sighting.subject.resourceId),
    kind: 'networkState',
    ...placeOf(home, sighting),
    version,
    ttl: stateSeconds,
    state: bounded(state),
    ...(stored?._etag && { _etag: stored._etag }),
  };
}

/** The change and its outbox document, to be saved in one batch. */
export function changeDocuments(
  home: Home,
  sighting: NetworkSighting,
  { item, version, etag }: RecordedChange,
  at: Date,
): FindingDocument[] {
  const place = placeOf(home, sighting);
  const document: NetworkChangeDocument = {
    id: item.id,
    kind: 'networkChange',
    ...place,
    version,
    ttl: changeSeconds,
    change: item,
    ...(etag !== undefined && { _etag: etag }),
  };
  return [
    document,
    outboxDocument({ ...place, version, itemId: item.id, at: at.toISOString() }, { of: 'networkChange', change: item }),
  ];
}
