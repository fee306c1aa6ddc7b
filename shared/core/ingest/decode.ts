import { isUtf8 } from 'node:buffer';
import type { Json } from '../../model/json';
import { Rejected } from '../../model/rejected';
import { defaultDecodeLimits, type DecodedBody, type DecodeLimits } from './decodedBody';
import { expand, utf8Text } from './expand';
import { oversized, tooMany } from './limits';
import { mayBeReport, readReport, type ReportRow } from './reports';
import { parseOrUndefined, repairRecord } from './singleQuotes';
import type { RawRecord } from './source';
import { beginsJson, splitArray, splitBody } from './splitBody';
import { unreadable, unreadableBy } from './unreadable';
import { unwrap } from './unwrap';

const quote = 0x22;
/** Arrays within arrays that are taken apart to find the one bad element. */
const maxSplits = 4;

/**
 * Takes the records out of one hub message, whatever its shape (telemetry formats: bare objects, arrays, envelopes, NDJSON,
 * concatenated values, lines of text, whole reports of scanners;
 * gzip, UTF-16, byte order marks). Never throws for input: what cannot be read comes
 * back as rejected with its bytes, and costs no record beside it.
 */
export function decode(body: Uint8Array, limits: DecodeLimits = defaultDecodeLimits): DecodedBody {
  const original = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  try {
    return asOneWhenNothingWasRead(read(expand(original, limits.maxBodyBytes), limits), original);
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    return wholeRejected(error, original);
  }
}

const wholeRejected = (problem: Rejected, raw: Buffer): DecodedBody => ({
  records: [],
  rejected: [{ index: -1, ...unreadableBy(problem), raw }],
  empty: 0,
});

function asOneWhenNothingWasRead(decoded: DecodedBody, body: Buffer): DecodedBody {
  const [first] = decoded.rejected;
  const unread = decoded.records.length === 0 && decoded.rejected.length === 1;
  if (!unread || (first!.code !== 'NotJson' && first!.code !== 'MalformedUtf8')) return decoded;
  return { ...decoded, rejected: [{ ...first!, index: -1, raw: body }] };
}

function read(body: Buffer, limits: DecodeLimits): DecodedBody {
  const first = firstVisible(body);
  if (first < 0 || isNull(body, first)) return { records: [], rejected: [], empty: 1 };
  const report = mayBeReport(body, first) ? reportIn(body, limits) : undefined;
  if (report !== undefined) return findings(report, limits);
  const isText = body[first] === quote;
  const value = isText || beginsJson(body, first) ? parsed(body) : undefined;
  if (isText && typeof value === 'string') return read(expand(Buffer.from(value), limits.maxBodyBytes), limits);
  if (value !== undefined) {
    const { records, empty, problem } = unwrap(value, body.length, limits);
    if (problem === undefined) return { records: share(records, body.length), rejected: [], empty };
  }
  return readInPieces(body, limits);
}

function firstVisible(body: Buffer): number {
  for (let at = 0; at < body.length; at++) if (body[at]! > 0x20) return at;
  return -1;
}

const isNull = (body: Buffer, at: number): boolean =>
  body[at] === 0x6e && body.length - at < 64 && body.toString('latin1', at).trim() === 'null';

function parsed(bytes: Buffer): Json | undefined {
  const text = utf8Text(bytes);
  return text === undefined ? undefined : parseOrUndefined(text);
}

function reportIn(body: Buffer, limits: DecodeLimits): ReportRow[] | undefined {
  const text = utf8Text(body);
  return text === undefined ? undefined : readReport(text, limits);
}

function findings(rows: ReportRow[], limits: DecodeLimits): DecodedBody {
  const decoded: DecodedBody = { records: [], rejected: [], empty: rows.length === 0 ? 1 : 0 };
  rows.forEach(({ raw, bytes }, index) => {
    if (bytes <= limits.maxRecordBytes) return decoded.records.push({ index, raw, bytes });
    const problem = unreadableBy(oversized(bytes, limits));
    return decoded.rejected.push({ index, ...problem, raw: Buffer.from(JSON.stringify(raw)) });
  });
  return decoded;
}

const share = (records: { raw: RawRecord; repaired: boolean }[], bytes: number): DecodedBody['records'] =>
  records.map(({ raw, repaired }, index) => ({
    index,
    raw,
    bytes: Math.ceil(bytes / records.length),
    ...(repaired && { repaired }),
  }));

/** The way of bodies that are not one good JSON value: every line, value and element stands for itself. */
function readInPieces(body: Buffer, limits: DecodeLimits): DecodedBody {
  if (isBinary(body)) {
    return wholeRejected(binary(), body);
  }
  const decoded: DecodedBody = { records: [], rejected: [], empty: 0 };
  for (const { kind, bytes } of splitBody(body)) {
    if (kind === 'json') readJson(bytes, 0);
    else readLine(bytes);
  }
  return decoded;

  function readLine(bytes: Buffer): void {
    const text = utf8Text(bytes);
    if (text === undefined) return reject(malformed(), bytes);
    if (text === 'null') return void decoded.empty++;
    if (bytes.length > limits.maxRecordBytes) return reject(oversized(bytes.length, limits), bytes);
    keep(text, bytes.length, false);
  }

  function readJson(bytes: Buffer, level: number): void {
    const text = utf8Text(bytes);
    const asSent = text === undefined ? undefined : parseOrUndefined(text);
    const value = asSent === undefined && text !== undefined ? repairRecord(text) : asSent;
    const inside = value === undefined ? undefined : unwrap(value, bytes.length, limits);
    if (inside !== undefined && inside.problem === undefined) {
      decoded.empty += inside.empty;
      const size = Math.ceil(bytes.length / inside.records.length);
      for (const { raw, repaired } of inside.records) keep(raw, size, repaired || asSent === undefined);
      return;
    }
    const problem = inside?.problem ?? (text === undefined ? malformed() : notJson());
    const parts = level < maxSplits ? splitArray(bytes) : undefined;
    if (parts === undefined) return reject(problem, bytes);
    for (const element of parts.elements) readJson(element, level + 1);
    if (!parts.closed && parts.elements.every((element) => parsed(element) !== undefined)) reject(notJson(), bytes);
  }

  function keep(raw: RawRecord, bytes: number, repaired: boolean): void {
    decoded.records.push({ index: nextIndex(), raw, bytes, ...(repaired && { repaired }) });
  }

  function reject(problem: Rejected, bytes: Buffer): void {
    decoded.rejected.push({ index: nextIndex(), ...unreadableBy(problem), raw: bytes });
  }

  function nextIndex(): number {
    const index = decoded.records.length + decoded.rejected.length;
    if (index >= limits.maxRecords) throw tooMany(limits);
    return index;
  }
}

/** Tab, line ends, escape, and 0x1D of enriched audit records. */
const controlsInText = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1b, 0x1d]);

/** Text holds no NUL; damaged text holds no control characters but those of log lines. */
function isBinary(body: Buffer): boolean {
  if (body.includes(0)) return true;
  return !isUtf8(body) && body.some((byte) => byte < 0x20 && !controlsInText.has(byte));
}

const binary = (): Rejected =>
  unreadable('Binary', 'The body is neither text nor gzip; send JSON or lines of text in UTF-8');
const malformed = (): Rejected => unreadable('MalformedUtf8', 'The text is not valid UTF-8; send UTF-8');
const notJson = (): Rejected => unreadable('NotJson', 'The JSON is cut or damaged; send whole, valid JSON');
