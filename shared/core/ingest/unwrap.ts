import type { Json } from '../../model/json';
import { Rejected } from '../../model/rejected';
import type { DecodeLimits } from './decodedBody';
import { contentOfEnvelope, looksLikeJson } from './envelope';
import { isWithinDepth } from './inspect';
import { oversized, tooMany } from './limits';
import { readReport } from './reports';
import { parseOrUndefined, repairProperties } from './singleQuotes';
import type { RawRecord } from './source';
import { unreadable } from './unreadable';

/** Envelopes within envelopes that are opened; deeper ones stay records. */
const maxEnvelopes = 4;

export interface Unwrapped {
  records: { raw: RawRecord; repaired: boolean }[];
  empty: number;
  /** Why one of the records cannot be taken: the caller then splits the text to find it. */
  problem?: Rejected;
}

/** Takes records out of their envelopes. `bytes` is the size of the text the value came from. Throws Rejected `TooManyRecords`. */
export function unwrap(value: Json, bytes: number, limits: DecodeLimits): Unwrapped {
  const found: Unwrapped = { records: [], empty: 0 };
  open(value, 0);
  return found;

  function open(inner: Json, level: number): void {
    if (found.problem !== undefined) return;
    if (inner === null) return void found.empty++;
    if (Array.isArray(inner)) return openArray(inner, level);
    if (typeof inner === 'string') return openText(inner, level);
    if (typeof inner !== 'object') return take(String(inner), false);
    const content = level < maxEnvelopes ? contentOfEnvelope(inner) : undefined;
    if (content !== undefined) return Array.isArray(content) ? openList(content, level + 1) : open(content, level + 1);
    if (isEmpty(inner)) return void found.empty++;
    if (!isWithinDepth(inner, limits.maxDepth)) {
      found.problem = unreadable('TooDeep', `The record nests deeper than ${limits.maxDepth} levels; flatten it`);
      return;
    }
    take(inner, typeof inner.properties === 'string' && repairProperties(inner));
  }

  function openArray(list: Json[], level: number): void {
    if (level < maxEnvelopes) return openList(list, level + 1);
    found.problem = unreadable('TooDeep', `Arrays nest deeper than ${maxEnvelopes} levels; send one array of records`);
  }

  function openList(list: Json[], level: number): void {
    if (list.length === 0) found.empty++;
    if (list.length > limits.maxRecords) throw tooMany(limits);
    for (const element of list) open(element, level);
  }

  function openText(text: string, level: number): void {
    const parsed = level < maxEnvelopes && looksLikeJson(text) ? parseOrUndefined(text) : undefined;
    if (parsed !== undefined) return open(parsed, level + 1);
    if (text.trim() === '') return void found.empty++;
    const isReport = text.includes('\n') && openReport(text);
    if (!isReport) take(text, false);
  }

  function openReport(text: string): boolean {
    try {
      const rows = readReport(text, limits);
      if (rows?.length === 0) found.empty++;
      for (const { raw } of rows ?? []) take(raw, false);
      return rows !== undefined;
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      found.problem = error;
      return true;
    }
  }

  function take(raw: RawRecord, repaired: boolean): void {
    if (bytes > limits.maxRecordBytes && sizeOf(raw) > limits.maxRecordBytes) {
      found.problem = oversized(sizeOf(raw), limits);
      return;
    }
    if (found.records.length >= limits.maxRecords) throw tooMany(limits);
    found.records.push({ raw, repaired });
  }
}

const sizeOf = (raw: RawRecord): number => Buffer.byteLength(typeof raw === 'string' ? raw : JSON.stringify(raw));

function isEmpty(object: object): boolean {
  for (const _ in object) return false;
  return true;
}
