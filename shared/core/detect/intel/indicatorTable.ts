import { bytesOf, columnOf, type Columns } from './columns';
import {
  indicatorTypes,
  markings,
  type Indicator,
  type IndicatorType,
  type ListedIndicator,
  usualConfidence,
} from './indicator';

/**
 * Indicators in typed arrays: 25 bytes and the texts of each, where objects take several hundred. Filled once, then only read.
 */
export interface IndicatorTable {
  size: number;
  /** Names of the lists that indicators come from. */
  feeds: readonly string[];
  at(index: number): Indicator;
  /** The value alone, without making an object. */
  valueAt: (index: number) => string;
  typeAt: (index: number) => IndicatorType;
  confidenceAt(index: number): number;
  feedAt(index: number): string;
  /** Valid at an ISO time? */
  isValidAt(index: number, time: string): boolean;
  columns(): Columns;
  /** Bytes held. */
  bytes(): number;
}

export interface IndicatorTableBuilder {
  add(indicator: ListedIndicator): number;
  build(): IndicatorTable;
}

/** Texts beyond these say no more; values that long are refused before. */
const [maxValue, maxDescription, maxReference] = [8192, 400, 60];
const chunkBytes = 1 << 20;

export function createTableBuilder(): IndicatorTableBuilder {
  const feeds: string[] = [];
  const feedNumbers = new Map<string, number>();
  const texts = createTexts();
  let rows = createRows(1024);
  let size = 0;

  function feedNumber(feed: string): number {
    const known = feedNumbers.get(feed);
    if (known !== undefined) return known;
    feedNumbers.set(feed, feeds.length);
    return feeds.push(feed) - 1;
  }

  return {
    add({
      type,
      value,
      description,
      confidence = usualConfidence,
      feed,
      validFrom,
      validUntil,
      reference = '',
      marking,
    }) {
      if (size === rows.start.length) rows = grown(rows);
      rows.type[size] = indicatorTypes.indexOf(type);
      rows.confidence[size] = confidence;
      rows.feed[size] = feedNumber(feed);
      rows.from[size] = secondsOf(validFrom) ?? 0;
      rows.until[size] = secondsOf(validUntil) ?? never;
      rows.marking[size] = marking === undefined ? 0 : markings.indexOf(marking) + 1;
      rows.start[size] = texts.length();
      rows.value[size] = texts.add(value.slice(0, maxValue));
      rows.description[size] = texts.add(description.slice(0, maxDescription));
      rows.reference[size] = texts.add(reference.slice(0, maxReference));
      return size++;
    },
    build: () => over(trimmed(rows, size), texts.join(), feeds),
  };
}

/** The table over columns that it answered before. Throws Rejected when one is missing. */
export function openIndicatorTable(columns: Columns, feeds: readonly string[]): IndicatorTable {
  const rows = Object.fromEntries(
    rowNames.map((name) => [name, columnOf(columns, name, rowTypes[name])]),
  ) as unknown as Rows;
  const text = columnOf(columns, 'text', 'Uint8Array');
  return over(rows, Buffer.from(text.buffer, text.byteOffset, text.byteLength), feeds);
}

function over(rows: Rows, text: Buffer, feeds: readonly string[]): IndicatorTable {
  const columns = (): Columns => ({ ...rows, text });
  const valueAt = (index: number): string => {
    const start = rows.start[index]!;
    return text.toString('utf8', start, start + rows.value[index]!);
  };
  /** One call for all three: they stand side by side, and a text of ASCII alone can be cut where its bytes are. */
  function textsAt(index: number): [value: string, description: string, reference: string] {
    const start = rows.start[index]!;
    const [told, named] = [rows.value[index]!, rows.value[index]! + rows.description[index]!];
    const end = named + rows.reference[index]!;
    const whole = text.toString('utf8', start, start + end);
    if (whole.length === end) return [whole.slice(0, told), whole.slice(told, named), whole.slice(named)];
    const part = (from: number, to: number): string => text.toString('utf8', start + from, start + to);
    return [part(0, told), part(told, named), part(named, end)];
  }
  return {
    size: rows.start.length,
    feeds,
    valueAt,
    typeAt: (index) => indicatorTypes[rows.type[index]!]!,
    confidenceAt: (index) => rows.confidence[index]!,
    feedAt: (index) => feeds[rows.feed[index]!]!,
    isValidAt(index, time) {
      const [from, until] = [rows.from[index]!, rows.until[index]!];
      if (from === 0 && until === never) return true;
      const seconds = Date.parse(time) / 1000;
      return from <= seconds && seconds < until;
    },
    at(index) {
      const [value, description, reference] = textsAt(index);
      const [from, until] = [rows.from[index]!, rows.until[index]!];
      const marking = markings[rows.marking[index]! - 1];
      const indicator: Indicator = {
        type: indicatorTypes[rows.type[index]!]!,
        value,
        description,
        confidence: rows.confidence[index]!,
        feed: feeds[rows.feed[index]!]!,
      };
      if (from > 0) indicator.validFrom = isoOf(from);
      if (until < never) indicator.validUntil = isoOf(until);
      if (reference !== '') indicator.reference = reference;
      if (marking !== undefined) indicator.marking = marking;
      return indicator;
    },
    columns,
    bytes: () => bytesOf(columns()),
  };
}

const never = 0xffff_ffff;
const isoOf = (seconds: number): string => new Date(seconds * 1000).toISOString();
const secondsOf = (time: string | undefined): number | undefined =>
  time === undefined ? undefined : Math.min(never - 1, Math.max(0, Math.floor(Date.parse(time) / 1000)));

const rowTypes = {
  type: 'Uint8Array',
  confidence: 'Uint8Array',
  feed: 'Uint16Array',
  from: 'Uint32Array',
  until: 'Uint32Array',
  start: 'Uint32Array',
  value: 'Uint16Array',
  description: 'Uint16Array',
  reference: 'Uint8Array',
  marking: 'Uint8Array',
} as const;
const rowNames = Object.keys(rowTypes) as (keyof Rows)[];

const createRows = (capacity: number) => ({
  type: new Uint8Array(capacity),
  confidence: new Uint8Array(capacity),
  feed: new Uint16Array(capacity),
  from: new Uint32Array(capacity),
  until: new Uint32Array(capacity),
  start: new Uint32Array(capacity),
  value: new Uint16Array(capacity),
  description: new Uint16Array(capacity),
  reference: new Uint8Array(capacity),
  marking: new Uint8Array(capacity),
});
type Rows = ReturnType<typeof createRows>;

function grown(rows: Rows): Rows {
  const wider = createRows(rows.start.length * 2);
  for (const name of rowNames) wider[name].set(rows[name]);
  return wider;
}

function trimmed(rows: Rows, size: number): Rows {
  const exact = createRows(size);
  for (const name of rowNames) exact[name].set(rows[name].subarray(0, size));
  return exact;
}

/** Text joined from pieces of a megabyte: one growing buffer would be copied again and again. */
function createTexts() {
  const full: Buffer[] = [];
  let current = Buffer.allocUnsafe(chunkBytes);
  let used = 0;
  let before = 0;
  return {
    length: () => before + used,
    add(text: string): number {
      const needed = Buffer.byteLength(text);
      if (used + needed > current.length) {
        full.push(current.subarray(0, used));
        before += used;
        [current, used] = [Buffer.allocUnsafe(chunkBytes), 0];
      }
      used += current.write(text, used);
      return needed;
    },
    join: () => Buffer.concat([...full, current.subarray(0, used)]),
  };
}
