import type { FlowLogBlobs } from '../../../shared/flows/ports/readers';

/** Flow logs as Azure writes them: records are appended before the closing brackets. */
export interface FlowLogStore extends FlowLogBlobs {
  blobs: Map<string, Buffer>;
  write(name: string, records: string[]): void;
}

export function flowLogStore(): FlowLogStore {
  const blobs = new Map<string, Buffer>();
  return {
    blobs,
    write: (name, records) => void blobs.set(name, Buffer.from(`{"records":[${records.join(',')}]}`)),
    async *list(_url, _container, days) {
      for (const [name, { length }] of blobs) if (days.some((day) => name.includes(`/${day}`))) yield { name, length };
    },
    async read(_url, _container, blob, offset, count) {
      const bytes = blobs.get(blob)!;
      return { bytes: bytes.subarray(offset, offset + count), length: bytes.length };
    },
  };
}
