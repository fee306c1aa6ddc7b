import type { JsonObject } from '../../model/json';
import type { DecodeLimits } from './decodedBody';
import { tooLarge, tooMany } from './limits';
import { readCsv, rowsBelow } from './scanners/csv';
import { nessusRows } from './scanners/nessusReport';
import { qualysRows } from './scanners/qualysReport';
import { unreadable } from './unreadable';

/** How far into a text its root element or header must stand: a prolog, or some lines before the header. */
const headLength = 2048;

/** XML by its root element. Rows are undefined when it is not well formed. */
const documents: [RegExp, (text: string) => JsonObject[] | undefined][] = [
  [/<(?:ASSET_DATA_REPORT|HOST_LIST_VM_DETECTION_OUTPUT)[\s>]/, qualysRows],
  [/<NessusClientData(?:_v2)?[\s>]/, nessusRows],
];

/** CSV by names that stand together in its header: Qualys VMDR, Tenable, Nessus, recommendations of Defender for Cloud. */
const headers: [RegExp, string[]][] = [
  [/(?:^|[,\n])"QID","Title"/, ['QID', 'Title']],
  [/^"?Plugin ID"?,"?CVE"?,/, ['Plugin ID', 'Host']],
  [/^"exportedTimestamp",/, ['exportedTimestamp', 'recommendationId']],
];

/** Whether the body, whose first visible byte is at `at`, may be a report: of the others nearly all are told by two bytes. */
export function mayBeReport(body: Buffer, at: number): boolean {
  const first = body[at];
  if (first === 0x3c) {
    const next = body[at + 1]!;
    return next === 0x3f || next === 0x21 || (next >= 0x41 && next <= 0x5a);
  }
  // `"` or the P of `Plugin ID`
  return first === 0x22 || first === 0x50;
}

/** One finding of a report and the bytes of its JSON. */
export interface ReportRow {
  raw: JsonObject;
  bytes: number;
}

/**
 * Findings of a whole report that came as one text, as rows under the report's own names: an envelope like any other, whose
 * rows are records. Undefined when the text is no report. Throws Rejected `NotAReport`, `TooManyRecords`, `TooLargeExpanded`.
 */
export function readReport(text: string, limits: DecodeLimits): ReportRow[] | undefined {
  const rows = rowsOf(text);
  if (rows === undefined) return undefined;
  if (rows.length > limits.maxRecords) throw tooMany(limits);
  let bytes = 0;
  return rows.map((raw) => {
    const own = Buffer.byteLength(JSON.stringify(raw));
    bytes += own;
    // What stands once for a host or a column is in each of its rows.
    if (bytes > limits.maxBodyBytes) throw tooLarge(bytes, limits.maxBodyBytes);
    return { raw, bytes: own };
  });
}

function rowsOf(text: string): JsonObject[] | undefined {
  const head = text.slice(0, headLength).trimStart();
  if (head.startsWith('<')) {
    const read = documents.find(([root]) => root.test(head))?.[1];
    return read === undefined ? undefined : (read(text.trimStart()) ?? damaged());
  }
  const wanted = headers.find(([header]) => header.test(head))?.[1];
  return wanted === undefined ? undefined : (rowsBelow(readCsv(text.trimStart()), wanted) ?? damaged());
}

function damaged(): never {
  throw unreadable('NotAReport', 'The report is cut or damaged; send it whole, or split it into whole reports');
}
