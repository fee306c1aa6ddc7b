import type { Json } from '../../model/json';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const dayMs = 86_400_000;

const clock = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?`;
const zone = String.raw`\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?`;
const iso = new RegExp(String.raw`^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]${clock})?${zone}$`, 'i');
const slashed = new RegExp(String.raw`^(\d{1,2})/(\d{1,2})/(\d{4}) ${clock}\s*(AM|PM)?${zone}$`, 'i');
const asctime = new RegExp(String.raw`^[a-z]{3} ([a-z]{3})\s+(\d{1,2}) ${clock} (\d{4})${zone}$`, 'i');
const named = new RegExp(String.raw`^([a-z]{3})\s+(\d{1,2}),? (\d{4}),? ${clock}\s*(AM|PM)?${zone}$`, 'i');
const syslog = new RegExp(String.raw`^([a-z]{3})\s+(\d{1,2}) ${clock}$`, 'i');
/** As the result is written, and as most senders write already; days that not every month has go the long way. */
const own =
  /^(?:19[7-9]|[2-9]\d\d)\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const epoch = /^\d{9,19}(?:\.\d{1,9})?$/;

/**
 * Reads a time of any format that senders use, to ISO 8601 in UTC with milliseconds; undefined when it is none. No zone means
 * UTC, slashes mean month/day, epoch numbers go by magnitude, further digits are cut. A syslog time has no year: it takes the
 * one that brings it nearest to `enqueuedAt`, at most a day after it.
 */
export function parseTime(value: Json | undefined, enqueuedAt?: string): string | undefined {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string' || value.length > 64) return undefined;
  if (own.test(value)) return value;
  const text = value.trim();
  return fromIso(text) ?? (epoch.test(text) ? fromEpoch(Number(text)) : undefined) ?? fromWords(text, enqueuedAt);
}

function fromIso(text: string): string | undefined {
  const found = iso.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, offset] = found;
  return instant([year, month, day, hour, minute, second], fraction, offset);
}

function fromWords(text: string, enqueuedAt: string | undefined): string | undefined {
  const slash = slashed.exec(text);
  if (slash !== null) {
    const [, month, day, year, hour, minute, second, fraction, half, offset] = slash;
    return instant([year, month, day, in24(hour, half), minute, second], fraction, offset);
  }
  const ctime = asctime.exec(text);
  if (ctime !== null) {
    const [, month, day, hour, minute, second, fraction, year, offset] = ctime;
    return instant([year, monthNumber(month), day, hour, minute, second], fraction, offset);
  }
  const word = named.exec(text);
  if (word !== null) {
    const [, month, day, year, hour, minute, second, fraction, half, offset] = word;
    return instant([year, monthNumber(month), day, in24(hour, half), minute, second], fraction, offset);
  }
  const short = syslog.exec(text);
  return short === null || enqueuedAt === undefined ? undefined : withNearestYear(short, enqueuedAt);
}

function withNearestYear(found: RegExpExecArray, enqueuedAt: string): string | undefined {
  const [, month, day, hour, minute, second, fraction] = found;
  const enqueued = Date.parse(enqueuedAt);
  const thisYear = new Date(enqueued).getUTCFullYear();
  return [thisYear + 1, thisYear, thisYear - 1]
    .map((year) => instant([String(year), monthNumber(month), day, hour, minute, second], fraction, undefined))
    .find((time) => time !== undefined && Date.parse(time) <= enqueued + dayMs);
}

/** < 1e11 seconds, < 1e14 milliseconds, < 1e17 microseconds, else nanoseconds. Below 1e8 it is a number, not a time. */
function fromEpoch(value: number): string | undefined {
  if (!(value >= 1e8)) return undefined;
  const ms = value < 1e11 ? value * 1000 : value < 1e14 ? value : value < 1e17 ? value / 1e3 : value / 1e6;
  return ms < Date.UTC(10_000, 0) ? new Date(Math.floor(ms + 1e-4)).toISOString() : undefined;
}

const monthNumber = (name: string | undefined): string => String(months.indexOf((name ?? '').toLowerCase()) + 1);

function in24(hour: string | undefined, half: string | undefined): string | undefined {
  if (half === undefined) return hour;
  return String((Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0));
}

function instant(parts: (string | undefined)[], fraction = '', offset = 'Z'): string | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60) return undefined;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second, Number(fraction.slice(0, 3).padEnd(3, '0')));
  if (year < 1970 || new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return undefined;
  return new Date(ms - offsetMs(offset)).toISOString();
}

function offsetMs(offset: string): number {
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(offset);
  if (found === null) return 0;
  return (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) * 60_000;
}
