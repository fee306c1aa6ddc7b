import { readerPositionKey } from '../../../shared/core/documentIds';
import type { LogReaderDocument, ReaderPositionDocument } from '../../../shared/model/documents/readers';
import type { FlowLogBlobs, LogTables, ReaderStore } from '../../../shared/flows/ports/readers';
import { etagMap } from './etagMap';

export function memoryReaders(): ReaderStore {
  const readers = etagMap<LogReaderDocument>();
  const positions = etagMap<ReaderPositionDocument>();
  const keyOf = ({ scope, id }: { scope: string; id: string }): string => `${scope}|${id}`;
  return {
    readers: async () => readers.values(),
    reader: async (name) => readers.get(name.toLowerCase()),
    saveReader: async (document) => readers.write([[document.reader.name.toLowerCase(), document]])[0]!,
    removeReader: async ({ reader, _etag }) => readers.remove(reader.name.toLowerCase(), _etag),
    positions: async (reader) => positions.values(({ scope }) => scope === `/logreaders/${reader.toLowerCase()}`),
    position: async (reader, part) => positions.get(keyOf(readerPositionKey(reader, part))),
    savePosition: async (document) => positions.write([[keyOf(document), document]])[0]!,
    async removePosition(document) {
      const held = positions.get(keyOf(document));
      if (held) positions.remove(keyOf(document), held._etag);
    },
  };
}

/** No workspace has anything. */
export const memoryLogTables: LogTables = {
  rows: async () => [],
  counts: async (_id, _table, slices) => slices.map(() => 0),
};

/** No container has anything. */
export const memoryFlowLogBlobs: FlowLogBlobs = {
  async *list() {
    // nothing
  },
  read: async () => ({ bytes: Buffer.alloc(0), length: 0 }),
};
