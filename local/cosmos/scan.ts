import type { Container } from './container';
import { documentKey, encodeId, endOfPrefix, keyPrefix, successor } from './documentKey';
import { visibleItem } from './documents';
import type { PartitionKey } from './partitionKey';
import type { Narrowing } from './query/narrow';
import type { Store } from './store';

export interface ScannedDocument {
  /** Store key: documents come in its order. */
  key: Buffer;
  /** UTF-8 JSON with the system properties. */
  text: Buffer;
}

// A scan gives the event loop back after so many milliseconds: the process also runs the app.
const sliceMilliseconds = 8;
const batchBytes = 128 * 1024;

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

interface Piece {
  start: Buffer;
  end: Buffer;
}

function pieces(container: Container, narrowing: Narrowing): Piece[] {
  const depth = container.keyPaths.length;
  const all = narrowing.keys.flatMap((key: PartitionKey): Piece[] => {
    if (key.length === depth && narrowing.ids) {
      return narrowing.ids.map((id) => {
        const start = documentKey(container.number, key, id);
        return { start, end: successor(start) };
      });
    }
    const start = keyPrefix(container.number, key);
    return [{ start, end: endOfPrefix(start) }];
  });
  return all.toSorted((one, other) => Buffer.compare(one.start, other.start));
}

/**
 * Visible documents of a container in store order, narrowed, from the key `from` on (inclusive).
 * Each batch reads what is stored at that moment and is small, so that whoever evaluates it does not hold up the event loop.
 */
export async function* scanDocuments(
  store: Store,
  container: Container,
  narrowing: Narrowing,
  options: { now: number; from?: Buffer | undefined },
): AsyncGenerator<ScannedDocument[]> {
  const suffixes = narrowing.ids?.map(encodeId);
  const wanted = (key: Buffer) => !suffixes || suffixes.some((id) => key.subarray(-id.length).equals(id));
  let deadline = performance.now() + sliceMilliseconds;
  for (const piece of pieces(container, narrowing)) {
    let start = options.from && Buffer.compare(options.from, piece.start) > 0 ? options.from : piece.start;
    while (Buffer.compare(start, piece.end) < 0) {
      const batch: ScannedDocument[] = [];
      let bytes = 0;
      let next = piece.end;
      for (const key of store.docs.getKeys({ start, end: piece.end })) {
        const item = wanted(key) ? visibleItem(container, store.docs.get(key), options.now) : undefined;
        if (item) batch.push({ key, text: item.text });
        bytes += item?.text.length ?? 0;
        if (bytes < batchBytes && performance.now() < deadline) continue;
        next = successor(key);
        break;
      }
      start = next;
      yield batch;
      if (performance.now() < deadline) continue;
      await nextTurn();
      deadline = performance.now() + sliceMilliseconds;
    }
  }
}
