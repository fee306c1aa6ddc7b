import { logReaderKey } from '../../core/documentIds';
import type { LogReaderDocument } from '../../model/documents/readers';
import type { LogReader } from '../../model/logReader';
import { eachOf } from '../eachOf';
import type { Ports } from '../ports';
import { untilSaved } from '../untilSaved';

const width = 8;

/** What is to be stored, decided on what is; may throw. */
export type ReaderDraft = (stored: LogReaderDocument | undefined) => { reader: LogReader; workspaceId: string };

/** Creates or replaces a reader; `draftOf` is asked again when another writer was faster. */
export function saveLogReader(
  ports: Pick<Ports, 'readers'>,
  name: string,
  draftOf: ReaderDraft,
): Promise<{ document: LogReaderDocument; created: boolean }> {
  return untilSaved(async () => {
    const stored = await ports.readers.reader(name);
    const document: LogReaderDocument = {
      kind: 'logReader',
      ...logReaderKey(name),
      ...draftOf(stored),
      ...(stored?._etag !== undefined && { _etag: stored._etag }),
    };
    return { document: await ports.readers.saveReader(document), created: stored === undefined };
  });
}

/** Removes a reader and where it was; `check` sees what is stored and may throw. Answers whether there was one. */
export async function removeLogReader(
  ports: Pick<Ports, 'readers'>,
  name: string,
  check: (stored: LogReaderDocument) => void,
): Promise<boolean> {
  const found = await untilSaved(async () => {
    const stored = await ports.readers.reader(name);
    if (!stored) return false;
    check(stored);
    await ports.readers.removeReader(stored);
    return true;
  });
  await eachOf(await ports.readers.positions(name), width, (position) => ports.readers.removePosition(position));
  return found;
}
