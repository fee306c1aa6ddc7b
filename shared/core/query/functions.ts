import { isValidCIDR, parse, parseCIDR } from 'ipaddr.js';
import { canonicalAddress } from '../detect/canonicalAddress';
import { areEqual } from './compare';
import { parseInstant } from './instant';
import { boundedText, maxText } from './operators';
import { tooLarge } from './queryFault';
import { isTimespan, timespan, toNumber, toText, type Value } from './value';

/** `apply` gets as many values as it takes; missing ones of the optional tail are null. */
export interface QueryFunction {
  least: number;
  most: number;
  apply(values: Value[]): Value;
}

const one = (apply: (value: Value) => Value): QueryFunction => ({
  least: 1,
  most: 1,
  apply: ([value = null]) => apply(value),
});
const two = (apply: (first: Value, second: Value) => Value): QueryFunction => ({
  least: 2,
  most: 2,
  apply: ([first = null, second = null]) => apply(first, second),
});
const some = (least: number, most: number, apply: (values: Value[]) => Value): QueryFunction => ({
  least,
  most,
  apply,
});

const many = 64;
const isEmpty = (value: Value): boolean => value === null || value === '';
const whole = one((value) => {
  const number = toNumber(value);
  return number === undefined ? null : Math.trunc(number);
});
const real = one((value) => toNumber(value) ?? null);
const iff = some(3, 3, ([test = null, yes = null, no = null]) => (test === true ? yes : no));
const startOf = (size: number): QueryFunction => one((value) => binOf(value, timespan(size)));

/** Scalar functions by name. `now` and `ago` need the time of the query and `extract` a pattern: the compiler has them. */
export const functions: Record<string, QueryFunction> = {
  bin: two(binOf),
  floor: two(binOf),
  startofday: startOf(86_400_000),
  todatetime: one(dateOf),
  tostring: one(toText),
  toint: whole,
  tolong: whole,
  todouble: real,
  toreal: real,
  tobool: one(boolOf),
  tolower: one((value) => toText(value).toLowerCase()),
  toupper: one((value) => toText(value).toUpperCase()),
  strlen: one((value) => toText(value).length),
  strcat: some(1, many, (values) => boundedText(values.map(toText).join(''))),
  substring: some(2, 3, ([value = null, from = null, length = null]) => {
    const start = Math.max(0, toNumber(from) ?? 0);
    return toText(value).slice(start, length === null ? undefined : start + Math.max(0, toNumber(length) ?? 0));
  }),
  indexof: two((text, part) => toText(text).indexOf(toText(part))),
  replace_string: some(3, 3, ([text = null, part = null, by = null]) =>
    replaced(toText(text), toText(part), toText(by)),
  ),
  split: two((text, delimiter) => toText(text).split(toText(delimiter) || ' ')),
  isempty: one(isEmpty),
  isnotempty: one((value) => !isEmpty(value)),
  isnull: one((value) => value === null),
  isnotnull: one((value) => value !== null),
  not: one((value) => (typeof value === 'boolean' ? !value : null)),
  iff,
  iif: iff,
  case: some(3, many, caseOf),
  coalesce: some(1, many, (values) => values.find((value) => !isEmpty(value)) ?? null),
  abs: one((value) => (isTimespan(value) ? timespan(Math.abs(value.milliseconds)) : absolute(value))),
  round: some(1, 2, ([value = null, digits = null]) => rounded(value, toNumber(digits) ?? 0)),
  array_length: one((value) => (Array.isArray(value) ? value.length : null)),
  set_has_element: two((list, item) => Array.isArray(list) && list.some((element) => areEqual(element, item))),
  parse_json: one(jsonOf),
  todynamic: one(jsonOf),
  ipv4_is_in_range: two((address, range) => isInRange(toText(address), toText(range))),
  ipv6_is_in_range: two((address, range) => isInRange(toText(address), toText(range))),
};

/** The largest multiple of the size that is not above the value; times are counted from 1970, days from midnight UTC. */
function binOf(value: Value, size: Value): Value {
  const step = isTimespan(size) ? size.milliseconds : toNumber(size);
  if (step === undefined || step <= 0) return null;
  if (value instanceof Date) return isTimespan(size) ? new Date(Math.floor(value.getTime() / step) * step) : null;
  if (isTimespan(value)) return isTimespan(size) ? timespan(Math.floor(value.milliseconds / step) * step) : null;
  const number = isTimespan(size) ? undefined : toNumber(value);
  return number === undefined ? null : Math.floor(number / step) * step;
}

function dateOf(value: Value): Value {
  if (value instanceof Date) return value;
  const instant = typeof value === 'string' ? parseInstant(value) : undefined;
  return instant === undefined ? null : new Date(instant);
}

function boolOf(value: Value): Value {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  return { true: true, false: false, '1': true, '0': false }[toText(value).toLowerCase()] ?? null;
}

function replaced(text: string, part: string, by: string): Value {
  if (part === '') return text;
  const pieces = text.split(part);
  if (text.length + (pieces.length - 1) * by.length > maxText) throw tooLarge('A text', maxText);
  return pieces.join(by);
}

function caseOf(values: Value[]): Value {
  for (let at = 0; at + 1 < values.length; at += 2) if (values[at] === true) return values[at + 1] ?? null;
  return values.length % 2 === 1 ? (values.at(-1) ?? null) : null;
}

function absolute(value: Value): Value {
  const number = toNumber(value);
  return number === undefined ? null : Math.abs(number);
}

function rounded(value: Value, digits: number): Value {
  const number = toNumber(value);
  if (number === undefined || Math.abs(digits) > 15) return null;
  const scale = 10 ** Math.trunc(digits);
  return Math.round(number * scale) / scale;
}

/** Text that is no JSON stays text, as Kusto has it. */
function jsonOf(value: Value): Value {
  if (typeof value !== 'string' || !isShallow(value)) return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}

/** Counts all brackets, also those inside of texts: deeper values would overflow the stack when they are written. */
function isShallow(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > 64) return false;
  }
  return true;
}

function isInRange(text: string, range: string): Value {
  const network = range.includes('/') ? range : `${range}/${range.includes(':') ? 128 : 32}`;
  const address = canonicalAddress(text.trim());
  if (address === undefined || !isValidCIDR(network)) return null;
  const [parsed, limit] = [parse(address), parseCIDR(network)];
  return parsed.kind() === limit[0].kind() && parsed.match(limit);
}
