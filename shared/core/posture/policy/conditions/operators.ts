import type { Json } from '../../../../model/json';
import { areEqual, isObject, order, scalarText } from '../coerce';
import { Doubt } from '../doubt';
import { fold, foldsTo } from '../fold';
import { likePattern } from './likePattern';
import { matchPattern } from './matchPattern';
import type { Truth } from '../truth';

/** A test of left sides, prepared for one right side. A missing left side is null. */
export type Prepare = (right: Json) => (left: Json) => Truth;

export interface Operator {
  prepare: Prepare;
  /** The opposite of what `prepare` says; unknown stays unknown. */
  negated: boolean;
}

/** Preparing a pattern costs more than a look whether it was prepared before. */
const maxPatterns = 1_000;
const longestKept = 200;

/** Remembers tests of short texts: right sides that change mostly come from a list. */
function remembered(prepare: Prepare): Prepare {
  const known = new Map<Json, (left: Json) => Truth>();
  return (right) => {
    const found = known.get(right);
    if (found) return found;
    const test = prepare(right);
    if (typeof right !== 'string' || right.length > longestKept) return test;
    if (known.size >= maxPatterns) known.clear();
    known.set(right, test);
    return test;
  };
}

const positive = (prepare: Prepare): Operator => ({ prepare, negated: false });
const negative = (prepare: Prepare): Operator => ({ prepare, negated: true });
const never = (): boolean => false;

const equals: Prepare = (right) => {
  if (typeof right !== 'string' || right === '') return (left) => areEqual(left, right);
  const folded = fold(right);
  return (left) => (typeof left === 'string' ? left === right || foldsTo(left, folded) : areEqual(left, right));
};

/** With null on the left it is false even if the list holds an empty text. */
const isIn: Prepare = (right) => {
  const list = Array.isArray(right) ? right : [right];
  const texts = new Set(list.flatMap((element) => (typeof element === 'string' ? [fold(element)] : [])));
  const others = list.filter((element) => typeof element !== 'string');
  return (left) => {
    if (left === null) return false;
    if (typeof left !== 'string') return list.some((element) => areEqual(left, element));
    return texts.has(fold(left)) || others.some((element) => areEqual(left, element));
  };
};

/** Tests of text, which numbers and booleans become. */
const ofText =
  (pattern: (right: string) => (text: string) => Truth): Prepare =>
  (right) => {
    const wanted = scalarText(right);
    if (wanted === undefined) return never;
    const test = pattern(wanted);
    return (left) => {
      const text = scalarText(left);
      return text !== undefined && test(text);
    };
  };

const like = remembered(ofText(likePattern));

const hasKey: Prepare = (right) => {
  const text = scalarText(right);
  if (text === undefined) return never;
  const key = fold(text);
  return (left) => isObject(left) && key in left;
};

const contains: Prepare = (right) => {
  const key = hasKey(right);
  const substring = ofText((wanted) => {
    const folded = fold(wanted);
    return (text) => fold(text).includes(folded);
  })(right);
  return (left) => {
    if (left === null) return false;
    if (Array.isArray(left)) return left.some((element) => areEqual(element, right));
    return isObject(left) ? key(left) : substring(left);
  };
};

const exists: Prepare = (right) => {
  const text = typeof right === 'string' ? fold(right) : right;
  if (text === true || text === 'true') return (left) => left !== null;
  if (text === false || text === 'false') return (left) => left === null;
  return () => new Doubt('type-mismatch', 'exists needs true or false');
};

const ordered =
  (holds: (order: number) => boolean): Prepare =>
  (right) =>
  (left) => {
    if (left === null) return false;
    const sign = order(left, right);
    return sign === undefined
      ? new Doubt('type-mismatch', `no order between ${shape(left)} and ${shape(right)}`)
      : holds(sign);
  };

const shape = (value: Json): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

/** Operators by name in lower case. */
export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['equals', positive(equals)],
  ['notequals', negative(equals)],
  ['like', positive(like)],
  ['notlike', negative(like)],
  ['match', positive(ofText((pattern) => matchPattern(pattern, false)))],
  ['notmatch', negative(ofText((pattern) => matchPattern(pattern, false)))],
  ['matchinsensitively', positive(ofText((pattern) => matchPattern(pattern, true)))],
  ['notmatchinsensitively', negative(ofText((pattern) => matchPattern(pattern, true)))],
  ['in', positive(isIn)],
  ['notin', negative(isIn)],
  ['contains', positive(contains)],
  ['notcontains', negative(contains)],
  ['containskey', positive(hasKey)],
  ['notcontainskey', negative(hasKey)],
  ['exists', positive(exists)],
  ['greater', positive(ordered((sign) => sign > 0))],
  ['greaterorequals', positive(ordered((sign) => sign >= 0))],
  ['less', positive(ordered((sign) => sign < 0))],
  ['lessorequals', positive(ordered((sign) => sign <= 0))],
]);
