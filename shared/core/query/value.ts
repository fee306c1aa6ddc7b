import type { Json } from '../../model/json';

const brand = Symbol('timespan');

/** A length of time; the brand tells it from an object that a sender made. */
export interface Timespan {
  readonly [brand]: true;
  readonly milliseconds: number;
}

/** What an expression yields. Objects and arrays are dynamic values as the sender sent them. */
export type Value = null | boolean | number | string | Date | Timespan | Value[] | { [key: string]: Value };

export const timespan = (milliseconds: number): Timespan => ({ [brand]: true, milliseconds });

export const isTimespan = (value: Value): value is Timespan =>
  typeof value === 'object' && value !== null && brand in value;

export const isObject = (value: Value): value is { [key: string]: Value } =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !isTimespan(value);

export type ValueType = 'null' | 'bool' | 'real' | 'string' | 'datetime' | 'timespan' | 'dynamic';

export function typeOf(value: Value): ValueType {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'real';
  if (typeof value === 'string') return 'string';
  if (value instanceof Date) return 'datetime';
  return isTimespan(value) ? 'timespan' : 'dynamic';
}

/** As the API answers it. */
export function toJson(value: Value): Json {
  if (value instanceof Date) return toText(value);
  if (typeof value !== 'object' || value === null)
    return typeof value === 'number' && !Number.isFinite(value) ? null : value;
  return isTimespan(value) ? toText(value) : (value as Json);
}

/** As `tostring` gives it: nothing is the empty text. */
export function toText(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  return isTimespan(value) ? spanText(value.milliseconds) : JSON.stringify(value);
}

/** `[-][d.]hh:mm:ss[.fff]`, as Kusto writes it. */
function spanText(milliseconds: number): string {
  const whole = Math.abs(Math.trunc(milliseconds));
  const pad = (value: number, width = 2): string => String(value).padStart(width, '0');
  const days = Math.floor(whole / 86_400_000);
  const clock = [Math.floor(whole / 3_600_000) % 24, Math.floor(whole / 60_000) % 60, Math.floor(whole / 1_000) % 60];
  const fraction = whole % 1_000 ? `.${pad(whole % 1_000, 3)}` : '';
  return `${milliseconds < 0 ? '-' : ''}${days ? `${days}.` : ''}${clock.map((part) => pad(part)).join(':')}${fraction}`;
}

/** A number, or a text that is one: senders write numbers as text. Undefined when it is neither. */
export function toNumber(value: Value): number | undefined {
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string' || value.length > 64 || !/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(value))
    return undefined;
  return Number(value);
}

/** A text that tells two values apart exactly when they are different: the key of groups, sets and joins. */
export function keyText(value: Value): string {
  if (typeof value === 'string') return `s${value}`;
  return `${typeOf(value)[0]}${typeOf(value)[1]}${toText(value)}`;
}
