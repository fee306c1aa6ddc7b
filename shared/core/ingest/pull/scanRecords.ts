import { Rejected } from '../../../model/rejected';

export interface ScannedRecords {
  /** Complete objects as they stand in the bytes. */
  records: Buffer[];
  /** Bytes up to the end of the last complete record; of a beginning without one, to the end of what comes before it. */
  consumed: number;
  /** What follows is a record that has no end. */
  isCut: boolean;
}

const [quote, backslash, open, close, comma, arrayEnd] = [0x22, 0x5c, 0x7b, 0x7d, 0x2c, 0x5d];
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const opening = /^\uFEFF?\s*\{\s*"records"\s*:\s*\[/;
const longestOpening = 256;

/**
 * Complete records of a part of `{"records":[{..},{..}]}` that begins at the start of the text or behind a record. Flow logs
 * grow at the end, before the closing brackets: what was consumed once never changes. Throws Rejected for anything else.
 */
export function scanRecords(bytes: Buffer, isStart: boolean): ScannedRecords {
  const records: Buffer[] = [];
  let consumed = isStart ? openingLength(bytes) : 0;
  if (isStart && consumed === 0) return { records, consumed, isCut: bytes.length > 0 };
  for (let at = consumed; at < bytes.length;) {
    const byte = bytes[at]!;
    if (byte === arrayEnd) break;
    if (isSpace(byte) || byte === comma) {
      at += 1;
      continue;
    }
    if (byte !== open) throw notAFlowLog(`an unexpected character between two records`);
    const end = endOfObject(bytes, at);
    if (end === undefined) return { records, consumed, isCut: true };
    records.push(bytes.subarray(at, end));
    at = consumed = end;
  }
  return { records, consumed, isCut: false };
}

/** 0 while it is not complete. */
function openingLength(bytes: Buffer): number {
  const head = bytes.subarray(0, longestOpening).toString('utf8');
  const found = opening.exec(head)?.[0];
  if (found !== undefined) return Buffer.byteLength(found);
  if (bytes.length < longestOpening && !head.includes('[')) return 0;
  throw notAFlowLog('it does not begin with {"records":[');
}

/** Behind the brace that closes the object beginning at `start`; undefined when it is not there yet. */
function endOfObject(bytes: Buffer, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (inString) {
      if (byte === backslash) at += 1;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (byte === open) depth += 1;
    else if (byte === close && --depth === 0) return at + 1;
  }
  return undefined;
}

const notAFlowLog = (what: string): Rejected =>
  new Rejected('NotAFlowLog', `The blob is no flow log: ${what}; name containers with flow logs only`);
