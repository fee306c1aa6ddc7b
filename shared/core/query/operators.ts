import { areEqual, compare } from './compare';
import type { BinaryOperator, InOperator } from './syntax';
import { tooLarge } from './queryFault';
import { isTimespan, timespan, toNumber, toText, type Value } from './value';

export type Evaluate2 = (left: Value, right: Value) => Value;

/** Texts grow by joining: one value is held below this. */
export const maxText = 262_144;

const lower = (value: Value): string => toText(value).toLowerCase();
const holds =
  (test: (order: number) => boolean): Evaluate2 =>
  (left, right) => {
    const order = compare(left, right);
    return order !== undefined && test(order);
  };
const negated =
  (of: Evaluate2): Evaluate2 =>
  (left, right) =>
    !of(left, right);

const equalsIgnoringCase: Evaluate2 = (left, right) => lower(left) === lower(right);
const contains: Evaluate2 = (left, right) => lower(left).includes(lower(right));
const containsCased: Evaluate2 = (left, right) => toText(left).includes(toText(right));
const has: Evaluate2 = (left, right) => hasTerm(lower(left), lower(right));
const startsWith: Evaluate2 = (left, right) => lower(left).startsWith(lower(right));
const endsWith: Evaluate2 = (left, right) => lower(left).endsWith(lower(right));

/** All operators between two values but `matches regex`, whose pattern is compiled once. */
export const binaryOperators: Record<Exclude<BinaryOperator, 'matches regex'>, Evaluate2> = {
  '==': areEqual,
  '!=': negated(areEqual),
  '=~': equalsIgnoringCase,
  '!~': negated(equalsIgnoringCase),
  '<': holds((order) => order < 0),
  '<=': holds((order) => order <= 0),
  '>': holds((order) => order > 0),
  '>=': holds((order) => order >= 0),
  contains,
  '!contains': negated(contains),
  contains_cs: containsCased,
  '!contains_cs': negated(containsCased),
  has,
  '!has': negated(has),
  startswith: startsWith,
  '!startswith': negated(startsWith),
  endswith: endsWith,
  '!endswith': negated(endsWith),
  '+': add,
  '-': subtract,
  '*': (left, right) => scaled(left, right, (one, other) => one * other),
  '/': (left, right) =>
    isTimespan(left) && isTimespan(right)
      ? finite(left.milliseconds / right.milliseconds)
      : scaled(left, right, (one, other) => one / other),
  '%': (left, right) => numbers(left, right, (one, other) => one % other),
};

export const inTests: Record<InOperator, (value: Value, list: Value[]) => boolean> = {
  in: (value, list) => list.some((item) => areEqual(value, item)),
  '!in': (value, list) => !list.some((item) => areEqual(value, item)),
  'in~': (value, list) => list.some((item) => equalsIgnoringCase(value, item)),
  '!in~': (value, list) => !list.some((item) => equalsIgnoringCase(value, item)),
};

const letter = /[\p{L}\p{N}]/u;

/** Whether a text holds a term: what stands before and behind it is no letter and no digit. Both in one case. */
export function hasTerm(text: string, term: string, edges: { start?: boolean; end?: boolean } = {}): boolean {
  const { start = true, end = true } = edges;
  if (term === '') return true;
  const opens = start && letter.test(term[0]!);
  const closes = end && letter.test(term.at(-1)!);
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
    const before = opens && at > 0 && letter.test(text[at - 1]!);
    const behind = closes && at + term.length < text.length && letter.test(text[at + term.length]!);
    if (!before && !behind) return true;
  }
  return false;
}

const finite = (value: number): Value => (Number.isFinite(value) ? value : null);

function numbers(left: Value, right: Value, apply: (one: number, other: number) => number): Value {
  const [one, other] = [toNumber(left), toNumber(right)];
  return one === undefined || other === undefined ? null : finite(apply(one, other));
}

function scaled(left: Value, right: Value, apply: (one: number, other: number) => number): Value {
  const factor = toNumber(right);
  if (isTimespan(left)) return factor === undefined ? null : spanOf(apply(left.milliseconds, factor));
  if (isTimespan(right)) return null;
  return numbers(left, right, apply);
}

const spanOf = (milliseconds: number): Value => (Number.isFinite(milliseconds) ? timespan(milliseconds) : null);

function instantOf(milliseconds: number): Value {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : date;
}

function add(left: Value, right: Value): Value {
  if (left instanceof Date) return isTimespan(right) ? instantOf(left.getTime() + right.milliseconds) : null;
  if (isTimespan(left)) {
    if (right instanceof Date) return instantOf(right.getTime() + left.milliseconds);
    return isTimespan(right) ? spanOf(left.milliseconds + right.milliseconds) : null;
  }
  return numbers(left, right, (one, other) => one + other);
}

function subtract(left: Value, right: Value): Value {
  if (left instanceof Date) {
    if (right instanceof Date) return spanOf(left.getTime() - right.getTime());
    return isTimespan(right) ? instantOf(left.getTime() - right.milliseconds) : null;
  }
  if (isTimespan(left)) return isTimespan(right) ? spanOf(left.milliseconds - right.milliseconds) : null;
  return numbers(left, right, (one, other) => one - other);
}

export function boundedText(text: string): string {
  if (text.length > maxText) throw tooLarge('A text', maxText);
  return text;
}
