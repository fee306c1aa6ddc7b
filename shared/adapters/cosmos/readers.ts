import type { LogReaderDocument, ReaderPositionDocument } from '../../model/documents/readers';
import { logReaderKey, readerPositionKey } from '../../core/documentIds';
import { Conflict } from '../../flows/ports/portErrors';
import type { ReaderStore } from '../../flows/ports/readers';
import type { Containers } from './client';
import { all } from './list';
import { removeVersion } from './removeVersion';
import { saveVersion } from './saveVersion';

type ReaderDocument = LogReaderDocument | ReaderPositionDocument;

/** Readers of logs and their positions, in container `settings`. */
export function readerStore(containers: Containers): ReaderStore {
  const container = () => containers('settings');
  const inScope = <T>(scope: string, kind: string): Promise<T[]> =>
    all<T>(container(), {
      query: 'SELECT * FROM c WHERE c.scope = @scope AND c.kind = @kind',
      parameters: [
        { name: '@scope', value: scope },
        { name: '@kind', value: kind },
      ],
      partitionKey: scope,
    });
  const read = async <T extends ReaderDocument>({ id, scope }: { id: string; scope: string }): Promise<T | undefined> =>
    (await container().item(id, scope).read<T>()).resource;

  return {
    readers: () => inScope('/logreaders', 'logReader'),
    reader: (name) => read(logReaderKey(name)),
    saveReader: (document) => saveVersion(container(), document),
    async removeReader(document) {
      if (!(await removeVersion(container(), document))) throw new Conflict('It is gone');
    },
    positions: (reader) => inScope(readerPositionKeyScope(reader), 'readerPosition'),
    position: (reader, part) => read(readerPositionKey(reader, part)),
    savePosition: (document) => saveVersion(container(), document),
    removePosition: async ({ id, scope }) => void (await removeVersion(container(), { id, scope })),
  };
}

const readerPositionKeyScope = (reader: string): string => `/logreaders/${reader.toLowerCase()}`;
