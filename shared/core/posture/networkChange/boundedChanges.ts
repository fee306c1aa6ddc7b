import type { MemberChange, NetworkChange } from '../../../model/networkChange';

/** A change and its outbox document must stay well below the 2 MB of a document. */
const maxChanges = 500;
const maxLength = 200_000;

/** As many changes as a document may hold; `omitted` counts the rest. */
export function boundedChanges(changes: MemberChange[]): Pick<NetworkChange, 'changes' | 'omitted'> {
  let length = 0;
  const kept = changes.slice(0, maxChanges).filter((change) => {
    const own = JSON.stringify(change).length;
    if (length + own > maxLength) return false;
    length += own;
    return true;
  });
  const omitted = changes.length - kept.length;
  return { changes: kept, ...(omitted > 0 && { omitted }) };
}
