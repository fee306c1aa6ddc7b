import { beginningOf } from '../../core/ingest/pull/beginningOf';
import { dayFolders, hourAfter, hourOf, hourOfBlob, isHourOver } from '../../core/ingest/pull/flowLogPath';
import type { ReaderPositionDocument } from '../../model/documents/readers';
import type { ContainerCursor, LogReader, ReaderPart } from '../../model/logReader';
import { eachOf } from '../eachOf';
import type { FoundBlob } from '../ports/readers';
import type { Ports } from '../ports';
import type { WorkMessage } from '../ports/queues';
import { type HeldPosition, type ReadOutcome, withPosition } from './withPosition';

const width = 8;
/** So many days are listed at once; a reader that is further behind goes on from there the next time. */
const daysAtOnce = 3;

type FindPorts = Pick<Ports, 'now' | 'readers' | 'flowLogBlobs' | 'work' | 'log'>;

/**
 * Puts a piece of work on the queue for each blob that grew since it was read. An hour is done when nothing is written about it
 * any more and all its blobs are read: then their positions go, and the next search begins after it.
 */
export async function findBlobs(
  ports: FindPorts,
  { reader: name, container }: Extract<WorkMessage, { kind: 'findBlobs' }>,
): Promise<ReadOutcome & { blobs?: number }> {
  const document = await ports.readers.reader(name);
  const reader = document?.reader;
  if (!document || !reader?.enabled || reader.source.type !== 'flowLogs') return { outcome: 'gone' };
  if (!reader.source.containers.includes(container)) return { outcome: 'gone' };
  const { storageUrl } = reader.source;
  const part: ReaderPart = { kind: 'container', storageUrl, container };
  const start: ContainerCursor = { kind: 'container', through: hourOf(beginningOf(reader, ports.now())) };
  let blobs = 0;
  const outcome = await withPosition(
    ports,
    reader,
    { part, start, workspaceId: document.workspaceId },
    async (held) => {
      const positions = await blobPositions(ports, reader, storageUrl, container);
      const { unread, through } = await search(ports, { storageUrl, container }, held, positions);
      blobs = unread.length;
      await eachOf(unread, width, (blob) =>
        ports.work.send({ kind: 'readBlob', reader: reader.name, container, blob }),
      );
      if (through !== held.cursor.through) await held.save({ kind: 'container', through });
      const done = [...positions].filter(([blob]) => hourOfBlob(blob)! < through);
      await eachOf(done, width, ([, position]) => ports.readers.removePosition(position));
    },
  );
  return { ...outcome, blobs };
}

async function blobPositions(
  ports: FindPorts,
  reader: LogReader,
  storageUrl: string,
  container: string,
): Promise<Map<string, ReaderPositionDocument>> {
  const all = await ports.readers.positions(reader.name);
  return new Map(
    all.flatMap((position) =>
      position.part.kind === 'blob' && position.part.storageUrl === storageUrl && position.part.container === container
        ? [[position.part.blob, position]]
        : [],
    ),
  );
}

/** Blobs with something unread, and the hour up to which there is nothing more to come. */
async function search(
  ports: FindPorts,
  { storageUrl, container }: { storageUrl: string; container: string },
  held: HeldPosition<ContainerCursor>,
  positions: Map<string, ReaderPositionDocument>,
): Promise<{ unread: string[]; through: string }> {
  const now = ports.now();
  const from = held.cursor.through;
  const days = dayFolders(from, now, daysAtOnce);
  const unread: string[] = [];
  let firstUnread: string | undefined;
  for await (const blob of ports.flowLogBlobs.list(storageUrl, container, days)) {
    await held.keep();
    const hour = hourOfBlob(blob.name);
    if (hour === undefined || hour < from || isRead(blob, positions.get(blob.name))) continue;
    unread.push(blob.name);
    if (firstUnread === undefined || hour < firstUnread) firstUnread = hour;
  }
  const listedTo = dayAfter(days.at(-1)!);
  let through = from;
  while (isHourOver(through, now) && through < listedTo && (firstUnread === undefined || through < firstUnread))
    through = hourAfter(through);
  return { unread, through };
}

const isRead = ({ length }: FoundBlob, position: ReaderPositionDocument | undefined): boolean =>
  position?.cursor.kind === 'blob' && position.cursor.readLength === length;

function dayAfter(folder: string): string {
  const [, year, month, day] = /y=(\d+)\/m=(\d+)\/d=(\d+)/.exec(folder)!;
  return new Date(Date.parse(`${year}-${month}-${day}T00:00:00.000Z`) + 24 * 3_600_000).toISOString();
}
