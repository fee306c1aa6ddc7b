import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { decode } from '../../shared/core/ingest/decode';
import { defaultDecodeLimits, type DecodeLimits } from '../../shared/core/ingest/decodedBody';
import { normalise } from '../../shared/core/ingest/normalise';
import type { Source } from '../../shared/core/ingest/source';
import { beginsJson } from '../../shared/core/ingest/splitBody';
import { bytesOf, linesOf } from './lineBodies';

/** `json`: the file is one value; `lines`: each line is a record or a line of text; `auto` looks at its beginning. */
export const formats = ['auto', 'json', 'lines'] as const;
export type Format = (typeof formats)[number];

/** An event with its number in the file, from 1: that of its record, which in NDJSON is that of its line. */
export interface NumberedEvent {
  number: number;
  event: TelemetryEvent;
}

export interface ReadOptions {
  format: Format;
  /** Stands for the arrival of records without a time. */
  enqueuedAt: string;
  sources: Source[];
  /** Told of records that no source could read. */
  unreadable: (number: number, reason: string) => void;
}

const limits: DecodeLimits = { ...defaultDecodeLimits, maxBodyBytes: 2 ** 29 - 24, maxRecords: 10_000_000 };
/** Lines of text that are read together, since several may make one event. */
const maxGroup = 2000;

/** Reads recorded telemetry as the platform does, in pieces: files of lines may be of any size. */
export async function* readEvents(file: string, options: ReadOptions): AsyncGenerator<NumberedEvent[]> {
  const reader = createReader(options);
  if (options.format === 'json' || (options.format === 'auto' && !(await isInLines(file)))) {
    const chunks: Buffer[] = [];
    for await (const chunk of bytesOf(file)) chunks.push(chunk);
    yield reader.records(withoutRecordLines(Buffer.concat(chunks)));
    return;
  }
  let texts: Buffer[] = [];
  for await (const lines of linesOf(file)) {
    const events: NumberedEvent[] = [];
    for (const line of lines) {
      const isJson = beginsJson(line, firstVisible(line));
      if (
        texts.length > 0 &&
        (isJson || (texts.length >= maxGroup && auditEvent(line) !== auditEvent(texts.at(-1)!)))
      ) {
        events.push(...reader.texts(texts));
        texts = [];
      }
      if (isJson) events.push(...reader.records(line));
      else if (firstVisible(line) < line.length) texts.push(line);
    }
    yield events;
  }
  if (texts.length > 0) yield reader.texts(texts);
}

/** What `evtx_dump` puts before each value. */
const recordLine = /^Record \d+\r?$/;

function withoutRecordLines(body: Buffer): Buffer {
  if (!recordLine.test(firstLine(body))) return body;
  return Buffer.from(body.toString().replaceAll(new RegExp(recordLine, 'gm'), ''));
}

const firstLine = (body: Buffer): string => body.toString('latin1', 0, 40).split('\n')[0]!;

/** UTF-16 begins with a mark that is no character. */
const isWide = ([first = 0, second = 0]: Buffer): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

/** A file whose first line is a whole value, or no JSON at all. Lines of UTF-16 are found once it is decoded. */
async function isInLines(file: string): Promise<boolean> {
  for await (const lines of linesOf(file)) {
    const first = lines.find((line) => firstVisible(line) < line.length);
    if (first === undefined) continue;
    if (isWide(first) || recordLine.test(first.toString('latin1', 0, 40))) return false;
    if (!beginsJson(first, firstVisible(first))) return true;
    return (
      isValue(first) &&
      (lines.filter((line) => firstVisible(line) < line.length).length > 1 || first[firstVisible(first)] === 0x7b)
    );
  }
  return false;
}

function isValue(line: Buffer): boolean {
  try {
    JSON.parse(line.toString());
    return true;
  } catch {
    return false;
  }
}

function firstVisible(line: Buffer): number {
  let at = 0;
  while (at < line.length && (line[at]! <= 0x20 || line[at]! >= 0xef)) at++;
  return at;
}

const auditEvent = (line: Buffer): string | undefined => /audit\([\d.:]+\)/.exec(line.toString('latin1', 0, 400))?.[0];

function createReader({ enqueuedAt, sources, unreadable }: ReadOptions) {
  let before = 0;
  return {
    /** Each record counts, whatever becomes of it. */
    records(body: Buffer): NumberedEvent[] {
      const decoded = decode(body, limits);
      const read = normalise(decoded.records, contextAt(before), sources);
      for (const { index, reason } of [...decoded.rejected, ...read.rejected])
        unreadable(before + Math.max(index, 0) + 1, reason);
      const events = read.events.map(({ event, index }) => ({ event, number: before + index + 1 }));
      before += Math.max(decoded.records.length + decoded.rejected.length + decoded.empty, 1);
      return events;
    },
    /** Lines that make one event count once. */
    texts(lines: Buffer[]): NumberedEvent[] {
      const decoded = decode(Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])), limits);
      const read = normalise(decoded.records, contextAt(before), sources);
      const places = [...read.events, ...decoded.rejected, ...read.rejected].map(({ index }) => index);
      const numbers = new Map([...new Set(places)].sort((a, b) => a - b).map((index, at) => [index, before + at + 1]));
      for (const { index, reason } of [...decoded.rejected, ...read.rejected]) unreadable(numbers.get(index)!, reason);
      before += numbers.size;
      return read.events.map(({ event, index }) => ({ event, number: numbers.get(index)! }));
    },
  };

  function contextAt(position: number) {
    return { enqueuedAt, resourceId: '', position: String(position) };
  }
}
