import { partitionOf } from '../core/documentIds';
import type { NetworkSubject } from '../core/posture/networkChange/networkType';
import { seededState } from '../core/posture/networkChange/seededState';
import type { NetworkState } from '../model/networkChange';
import type { Ports } from './ports';

/** A configuration that the state does not hold is that of the stored resource: seen before its changes were recorded, or too large. */
export async function knownNetworkState(
  ports: Pick<Ports, 'resources'>,
  subject: NetworkSubject,
  state: NetworkState | undefined,
): Promise<NetworkState | undefined> {
  if (state?.config !== undefined) return state;
  const seeded = seededState(subject, await ports.resources.load(partitionOf(subject.resourceId)));
  return seeded ? { ...seeded, ...(state && { acts: state.acts, ...(state.last && { last: state.last }) }) } : state;
}
