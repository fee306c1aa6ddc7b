import type { Json, JsonObject } from '../../../../model/json';
import { scalarText } from '../../policy/coerce';
import { type Doubt, expressionError, isDoubt } from '../../policy/doubt';
import type { Expression } from '../../policy/expression/syntax';
import type { Result } from '../../policy/frame';
import { objectOf, objectWith } from '../member';
import { textDoubt } from '../partlyKnown';
import type { TemplateScope } from '../templateScope';
import { truth } from './lazyFunctions';
import type { Evaluator, LazyFunction } from './templateFunction';

/** A lambda as a function of its arguments; those that it does not name are left out. */
type Lambda = (...args: Json[]) => Result;

/** Elements of lists and objects may be unknown: a lambda that looks at one answers a doubt. */
function lambdaOf(expression: Expression | undefined, scope: TemplateScope, evaluate: Evaluator): Lambda | undefined {
  if (expression?.kind !== 'call' || expression.name !== 'lambda' || expression.args.length === 0) return undefined;
  const names = expression.args.slice(0, -1).map((arg) => evaluate(arg, scope));
  const body = expression.args.at(-1)!;
  return (...args) => {
    const own = names.map(
      (name, at) => [typeof name === 'string' ? name.toLowerCase() : '', args[at] ?? null] as const,
    );
    return evaluate(body, { ...scope, locals: new Map([...scope.locals, ...own]) });
  };
}

type Apply = (value: Json, lambda: Lambda, rest: Result[], second: Lambda | undefined) => Result;

/** Functions of a value and a lambda. */
const withLambda = (least: number, most: number, lambdaAt: number, apply: Apply): LazyFunction => ({
  least,
  most,
  call(args, scope, evaluate) {
    const value = evaluate(args[0]!, scope);
    if (isDoubt(value)) return value;
    const lambda = lambdaOf(args[lambdaAt], scope, evaluate);
    if (!lambda) return expressionError('a lambda is needed');
    const before = args.slice(1, lambdaAt).map((arg) => evaluate(arg, scope));
    return apply(value, lambda, before, lambdaOf(args[lambdaAt + 1], scope, evaluate));
  },
});

const ofList = (
  least: number,
  most: number,
  at: number,
  apply: (list: Json[], ...rest: [Lambda, Result[], Lambda | undefined]) => Result,
): LazyFunction =>
  withLambda(least, most, at, (value, ...rest) =>
    Array.isArray(value) ? apply(value, ...rest) : expressionError('a list is needed'),
  );

function filter(list: Json[], lambda: Lambda): Result {
  const kept: Json[] = [];
  for (const [at, element] of list.entries()) {
    const keep = truth(lambda(element, at));
    if (isDoubt(keep)) return keep;
    if (keep) kept.push(element);
  }
  return kept;
}

function reduce(list: Json[], lambda: Lambda, [initial = null]: Result[]): Result {
  let result = initial;
  for (const [at, element] of list.entries()) {
    if (isDoubt(result)) return result;
    result = lambda(result, element, at);
  }
  return result;
}

/** The lambda says whether the first of two elements comes first. */
function sort(list: Json[], lambda: Lambda): Result {
  let doubt: Doubt | undefined;
  const before = (a: Json, b: Json): boolean => {
    const result = truth(lambda(a, b));
    if (isDoubt(result)) doubt ??= result;
    return result === true;
  };
  const sorted = list.toSorted((a, b) => (before(a, b) ? -1 : before(b, a) ? 1 : 0));
  return doubt ?? sorted;
}

/** The key that a lambda gives to an element. */
function keyFor(result: Result): string | Doubt {
  if (isDoubt(result)) return result;
  const text = scalarText(result);
  if (text === undefined) return expressionError('a key of an object is a text');
  return textDoubt(text) ?? text;
}

function toObject(list: Json[], key: Lambda, _: Result[], value: Lambda | undefined): Result {
  const entries: [string, Json][] = [];
  for (const element of list) {
    const name = keyFor(key(element));
    if (isDoubt(name)) return name;
    entries.push([name, value ? (value(element) as Json) : element]);
  }
  return objectWith(entries);
}

function groupBy(list: Json[], key: Lambda): Result {
  const groups: JsonObject = objectWith([]);
  for (const element of list) {
    const name = keyFor(key(element));
    if (isDoubt(name)) return name;
    groups[name] = [...((groups[name] as Json[] | undefined) ?? []), element];
  }
  return groups;
}

function mapValues(value: Json, lambda: Lambda): Result {
  const object = objectOf(value);
  if (!object) return expressionError('mapValues() of no object');
  return objectWith(Object.entries(object).map(([key, one]) => [key, lambda(one) as Json]));
}

/** Functions that take lambdas, by name in lower case. */
export const lambdaFunctions: ReadonlyMap<string, LazyFunction> = new Map<string, LazyFunction>([
  ['map', ofList(2, 2, 1, (list, lambda) => list.map((element, at) => lambda(element, at) as Json))],
  ['filter', ofList(2, 2, 1, filter)],
  ['reduce', ofList(3, 3, 2, reduce)],
  ['sort', ofList(2, 2, 1, sort)],
  ['toobject', ofList(2, 3, 1, toObject)],
  ['groupby', ofList(2, 2, 1, groupBy)],
  ['mapvalues', withLambda(2, 2, 1, mapValues)],
]);
