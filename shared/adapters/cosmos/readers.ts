import type { LogReaderDocument, ReaderPositionDocument } from '../../model/documents/readers';
import { logReaderKey, readerPositionKey } from '../../core/documentIds';
import type { ReaderStore } from '../../flows/ports/readers';
import { orConflict } from './batch';
import type { Containers } from './client';
import { all } from './list';
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
    async removeReader({ id, scope, _etag }) {
      const options = _etag ? { accessCondition: { type: 'IfMatch', condition: _etag } } : {};
      await orConflict(container().item(id, scope).delete(options));
    },
    positions: (reader) => inScope(readerPositionKeyScope(reader), 'readerPosition'),
    position: (reader, part) => read(readerPositionKey(reader, part)),
    savePosition: (document) => saveVersion(container(), document),
    async removePosition({ id, scope }) {
      try {
        await container().item(id, scope).delete();
      } catch (error) {
        if ((error as { code?: unknown }).code !== 404) throw error;
      }
    },
  };
}

const readerPositionKeyScope = (reader: string): string => `/logreaders/${reader.toLowerCase()}`;
