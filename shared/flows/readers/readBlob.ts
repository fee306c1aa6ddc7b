import { type ScannedRecords, scanRecords } from '../../core/ingest/pull/scanRecords';
import { splitFlowRecord } from '../../core/ingest/pull/splitFlowRecord';
import type { BlobCursor, ReaderPart } from '../../model/logReader';
import { Rejected } from '../../model/rejected';
import type { Ports } from '../ports';
import type { WorkMessage } from '../ports/queues';
import { type PulledFrom, quarantinePulled, sendPulled } from './sendPulled';
import { type HeldPosition, type ReadOutcome, withPosition } from './withPosition';

const chunkBytes = 4 * 1024 * 1024;
/** A record is one minute of one interface; one that is larger than this is none. */
const maxChunkBytes = 32 * 1024 * 1024;
const chunksPerPiece = 32;
const tailBytes = 32;
/** Below what `MAX_RECORD_BYTES` is unless somebody lowers it: larger records are divided. */
const recordBytes = 200_000;
const quarantinedBytes = 65_536;

const unread: BlobCursor = { kind: 'blob', offset: 0, tail: '', readLength: -1 };

type BlobPorts = Pick<Ports, 'now' | 'readers' | 'flowLogBlobs' | 'door' | 'quarantine' | 'work' | 'log'>;
type BlobPart = Extract<ReaderPart, { kind: 'blob' }>;

/** Reads what was appended to a flow log since it was read last. */
export async function readBlob(
  ports: BlobPorts,
  message: Extract<WorkMessage, { kind: 'readBlob' }>,
): Promise<ReadOutcome> {
  const document = await ports.readers.reader(message.reader);
  const reader = document?.reader;
  if (!document || !reader?.enabled || reader.source.type !== 'flowLogs') return { outcome: 'gone' };
  const { storageUrl } = reader.source;
  const part: BlobPart = { kind: 'blob', storageUrl, container: message.container, blob: message.blob };
  let isBehind = false;
  const outcome = await withPosition(
    ports,
    reader,
    { part, start: unread, workspaceId: document.workspaceId },
    async (held) => {
      const key = `flowLogs/${storageUrl}/${part.container}/${part.blob}`;
      isBehind = await readChunks(ports, { part, from: { workspaceId: document.workspaceId, key } }, held);
    },
  );
  if (isBehind && outcome.outcome === 'read') await ports.work.send(message);
  return outcome;
}

/** Answers whether there is more to read. */
async function readChunks(
  ports: BlobPorts,
  { part, from }: { part: BlobPart; from: PulledFrom },
  held: HeldPosition<BlobCursor>,
): Promise<boolean> {
  let size = chunkBytes;
  for (let chunks = 0; chunks < chunksPerPiece && !held.isLate(); chunks += 1) {
    const { bytes, length } = await readOn(ports, part, held, size);
    const { offset, tail } = held.cursor;
    const isEnd = offset + bytes.length >= length;
    const found = scan(bytes, { offset, isEnd, isLargest: size >= maxChunkBytes });
    if (found.consumed === 0 && found.fault === undefined && !isEnd) {
      size *= 2;
      continue;
    }
    await sendRecords(ports, from, found.records.map(String));
    if (found.fault) {
      const raw = bytes.subarray(found.consumed, found.consumed + quarantinedBytes);
      await quarantinePulled(ports, from, { code: 'NotJson', reason: found.fault.message, raw });
    }
    const cursor: BlobCursor = {
      kind: 'blob',
      offset: offset + found.consumed,
      tail: found.consumed === 0 ? tail : tailOf(bytes.subarray(0, found.consumed)),
      // A blob at fault is not read again as long as it stays as it is.
      readLength: isEnd || found.fault ? length : held.cursor.readLength,
    };
    await held.save(cursor, found.records.length);
    if (found.fault) throw found.fault;
    if (isEnd) return false;
    size = chunkBytes;
  }
  return true;
}

type Scan = Omit<ScannedRecords, 'isCut'> & { fault?: Rejected };

function scan(bytes: Buffer, at: { offset: number; isEnd: boolean; isLargest: boolean }): Scan {
  try {
    const { records, consumed, isCut } = scanRecords(bytes, at.offset === 0);
    const isStuck = isCut && (at.isEnd || (consumed === 0 && at.isLargest));
    if (!isStuck) return { records, consumed };
    const message = `The record at byte ${at.offset + consumed} has no end within what a record may hold`;
    return { records, consumed, fault: new Rejected('IncompleteRecord', message) };
  } catch (error) {
    if (error instanceof Rejected) return { records: [], consumed: 0, fault: error };
    throw error;
  }
}

/** A record that is no JSON would take those beside it to quarantine: it goes there alone. */
async function sendRecords(ports: BlobPorts, from: PulledFrom, records: string[]): Promise<void> {
  const broken = records.filter((record) => !isJson(record));
  for (const record of broken)
    await quarantinePulled(ports, from, { code: 'NotJson', reason: 'A record is no JSON', raw: Buffer.from(record) });
  const whole = broken.length === 0 ? records : records.filter((record) => !broken.includes(record));
  await sendPulled(
    ports,
    from,
    whole.flatMap((record) => splitFlowRecord(record, recordBytes)),
  );
}

/** What follows the offset. Reads from the start again when what stood before the offset is not there any more. */
async function readOn(
  ports: BlobPorts,
  { storageUrl, container, blob }: BlobPart,
  held: HeldPosition<BlobCursor>,
  size: number,
): Promise<{ bytes: Buffer; length: number }> {
  const { offset } = held.cursor;
  const tail = Buffer.from(held.cursor.tail, 'base64');
  const { bytes, length } = await ports.flowLogBlobs.read(storageUrl, container, blob, offset - tail.length, size);
  if (bytes.subarray(0, tail.length).equals(tail)) return { bytes: bytes.subarray(tail.length), length };
  ports.log.warn('A flow log was written anew: it is read from its start', { container, blob });
  await held.save(unread);
  return ports.flowLogBlobs.read(storageUrl, container, blob, 0, size);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

const tailOf = (bytes: Buffer): string => bytes.subarray(-tailBytes).toString('base64');
