import type { Value } from '../syntax';
import type { FunctionTable, ScalarFunction } from './scalarFunction';

const pattern = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,7}))?Z?)?$/;

// A tick is 100 ns; ticks count from 1970 here as in DateTimeToTicks. BigInt, as today's count is beyond 2^53.
const perMillisecond = 10_000n;
const ticksOf: Record<string, bigint> = {
  day: 864_000_000_000n,
  hour: 36_000_000_000n,
  minute: 600_000_000n,
  second: 10_000_000n,
  millisecond: perMillisecond,
  microsecond: 10n,
  nanosecond: 1n,
};
const aliases: Record<string, string> = {
  yyyy: 'year',
  yy: 'year',
  mm: 'month',
  m: 'month',
  dd: 'day',
  d: 'day',
  hh: 'hour',
  mi: 'minute',
  n: 'minute',
  ss: 'second',
  s: 'second',
  ms: 'millisecond',
  mcs: 'microsecond',
  ns: 'nanosecond',
};

const second = 10_000_000n;
const day = 864_000_000_000n;
// BigInt division cuts towards zero; times before 1970 need the floor.
const floor = (ticks: bigint, unit: bigint) => ticks / unit - (ticks < 0n && ticks % unit !== 0n ? 1n : 0n);

function parse(value: Value): bigint | undefined {
  const match = typeof value === 'string' ? pattern.exec(value) : null;
  if (!match) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  if (new Date(ms).getUTCMonth() !== month - 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  return BigInt(ms) * perMillisecond + BigInt((match[7] ?? '').padEnd(7, '0'));
}

function format(ticks: bigint): Value {
  const fraction = ticks - floor(ticks, second) * second;
  const date = new Date(Number((ticks - fraction) / perMillisecond));
  const year = date.getUTCFullYear();
  if (Number.isNaN(year) || year < 1 || year > 9999) return undefined;
  return `${date.toISOString().slice(0, 19)}.${String(fraction).padStart(7, '0')}Z`;
}

const milliseconds = (ticks: bigint) => Number(floor(ticks, perMillisecond));
const dateOf = (ticks: bigint) => new Date(milliseconds(ticks));
const partOf = (value: Value) =>
  typeof value === 'string' ? (aliases[value.toLowerCase()] ?? value.toLowerCase()) : '';

function add([part, count, start]: Value[]): Value {
  const ticks = parse(start);
  if (ticks === undefined || typeof count !== 'number' || !Number.isInteger(count)) return undefined;
  const name = partOf(part);
  const unit = ticksOf[name];
  if (name === 'nanosecond') return format(ticks + BigInt(Math.trunc(count / 100)));
  if (unit !== undefined) return format(ticks + BigInt(count) * unit);
  if (name !== 'year' && name !== 'month') return undefined;
  const date = dateOf(ticks);
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth() + (name === 'year' ? count * 12 : count);
  const lastDay = new Date(Date.UTC(Math.floor(months / 12), (months % 12) + 1, 0)).getUTCDate();
  const moved = Date.UTC(Math.floor(months / 12), months % 12, Math.min(date.getUTCDate(), lastDay));
  const timeOfDay = ticks - floor(ticks, day) * day;
  return format(BigInt(moved) * perMillisecond + timeOfDay);
}

function difference([part, start, end]: Value[]): Value {
  const [from, to] = [parse(start), parse(end)];
  if (from === undefined || to === undefined) return undefined;
  const name = partOf(part);
  const unit = ticksOf[name];
  if (name === 'nanosecond') return Number((to - from) * 100n);
  // Counts the boundaries crossed, not the whole units elapsed.
  if (unit !== undefined) return Number(floor(to, unit) - floor(from, unit));
  const [one, other] = [dateOf(from), dateOf(to)];
  const years = other.getUTCFullYear() - one.getUTCFullYear();
  if (name === 'year') return years;
  return name === 'month' ? years * 12 + other.getUTCMonth() - one.getUTCMonth() : undefined;
}

function partValue([part, value]: Value[]): Value {
  const ticks = parse(value);
  if (ticks === undefined) return undefined;
  const date = dateOf(ticks);
  const fraction = ticks - floor(ticks, second) * second;
  const name = partOf(part);
  if (name === 'year') return date.getUTCFullYear();
  if (name === 'month') return date.getUTCMonth() + 1;
  if (name === 'day') return date.getUTCDate();
  if (name === 'weekday' || name === 'dw' || name === 'w') return date.getUTCDay() + 1;
  if (name === 'hour') return date.getUTCHours();
  if (name === 'minute') return date.getUTCMinutes();
  if (name === 'second') return date.getUTCSeconds();
  if (name === 'millisecond') return Number(fraction / perMillisecond);
  if (name === 'microsecond') return Number(fraction / 10n);
  return name === 'nanosecond' ? Number(fraction * 100n) : undefined;
}

function bin([value, part, size = 1, origin = '1970-01-01T00:00:00.0000000Z']: Value[]): Value {
  const [ticks, start, unit] = [parse(value), parse(origin), ticksOf[partOf(part)]];
  if (ticks === undefined || start === undefined || unit === undefined) return undefined;
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1) return undefined;
  const width = unit * BigInt(size);
  return format(start + floor(ticks - start, width) * width);
}

function fromParts(parts: Value[]): Value {
  if (!parts.every((part) => typeof part === 'number')) return undefined;
  const [date, time] = [parts.slice(0, 3), [...parts.slice(3), 0, 0, 0].slice(0, 3)];
  const digits = (numbers: number[], widths: number[]) =>
    numbers.map((part, at) => String(part).padStart(widths[at] ?? 2, '0'));
  const fraction = String(parts[6] ?? 0).padStart(7, '0');
  const ticks = parse(`${digits(date, [4]).join('-')}T${digits(time, []).join(':')}.${fraction}Z`);
  return ticks === undefined ? undefined : format(ticks);
}

const fixed = (count: number, apply: (args: Value[], now: number) => Value): ScalarFunction => ({
  least: count,
  most: count,
  apply,
});
const current = (of: (ticks: bigint) => Value) =>
  fixed(0, (_args, now) => of(BigInt(Math.trunc(now)) * perMillisecond));
const ofDate = (of: (ticks: bigint) => Value) =>
  fixed(1, ([value]) => {
    const ticks = parse(value);
    return ticks === undefined ? undefined : of(ticks);
  });
const ofNumber = (unit: bigint) =>
  fixed(1, ([value]) =>
    typeof value === 'number' && Number.isFinite(value) ? format(BigInt(Math.trunc(value)) * unit) : undefined,
  );

export const dateFunctions: FunctionTable = {
  GETCURRENTDATETIME: current(format),
  GETCURRENTDATETIMESTATIC: current(format),
  GETCURRENTTICKS: current(Number),
  GETCURRENTTICKSSTATIC: current(Number),
  GETCURRENTTIMESTAMP: current(milliseconds),
  GETCURRENTTIMESTAMPSTATIC: current(milliseconds),
  DATETIMEADD: fixed(3, add),
  DATETIMEBIN: { least: 2, most: 4, apply: bin },
  DATETIMEDIFF: fixed(3, difference),
  DATETIMEFROMPARTS: { least: 3, most: 7, apply: fromParts },
  DATETIMEPART: fixed(2, partValue),
  DATETIMETOTICKS: ofDate(Number),
  DATETIMETOTIMESTAMP: ofDate(milliseconds),
  TICKSTODATETIME: ofNumber(1n),
  TIMESTAMPTODATETIME: ofNumber(perMillisecond),
};
