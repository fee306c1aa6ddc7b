import type { LogReader } from '../../model/logReader';
import { eachOf } from '../eachOf';
import type { Ports } from '../ports';
import type { WorkMessage } from '../ports/queues';

const width = 8;

/** For the timer: one piece of work per table and per container of each reader. */
export async function enqueueReads(
  ports: Pick<Ports, 'readers' | 'work'>,
): Promise<{ readers: number; pieces: number }> {
  const readers = (await ports.readers.readers()).map(({ reader }) => reader).filter(({ enabled }) => enabled);
  const pieces = readers.flatMap(piecesOf);
  await eachOf(pieces, width, (piece) => ports.work.send(piece));
  return { readers: readers.length, pieces: pieces.length };
}

function piecesOf({ name, source }: LogReader): WorkMessage[] {
  if (source.type === 'logAnalytics') return source.tables.map((table) => ({ kind: 'readTable', reader: name, table }));
  return source.containers.map((container) => ({ kind: 'findBlobs', reader: name, container }));
}
