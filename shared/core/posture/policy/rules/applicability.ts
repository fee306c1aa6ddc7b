import type { Condition } from '../conditions/condition';
import { compileCondition } from '../conditions/compileCondition';
import { Doubt } from '../doubt';
import { compileValue } from '../expression/compileExpression';
import type { Frame } from '../frame';
import type { PreparedResource } from '../resources/prepare';
import type { Scope } from '../scope';
import { allOf, anyOf, negation, type Test } from '../truth';

/** Stands for conditions that do not decide whether a rule is about a resource. */
const satisfiable = new Doubt('expression-error', 'not asked');

/**
 * Whether a rule that looks at one resource is about it: only conditions on type, kind and name count, all others may be
 * true or false. Where there are no other conditions, kind and name do not count beside type; alone neither counts at all.
 */
export function compileApplicability(condition: Condition, outer: Scope): (frame: Frame) => boolean {
  // Its conditions are compiled a second time: functions in them have been counted.
  const scope = { ...outer, uses: { ...outer.uses, calls: 0 } };
  const fields = new Set<string>();
  collectFields(condition, fields);
  const counted = countedFields(fields);
  const skipsSubscriptions = fields.has('location');
  const test = reduced(condition, scope, counted);
  const byType = decidedByType(condition, scope, counted) ? new Map<string, boolean>() : undefined;

  return (frame) => {
    const { resource } = frame;
    if (skipsSubscriptions && resource.isSubscription) return false;
    const known = byType?.get(resource.typeLc);
    if (known !== undefined) return known;
    const applies = test(frame) !== false;
    byType?.set(resource.typeLc, applies);
    return applies;
  };
}

/** True if all resources of a type get the same answer. */
function decidedByType(condition: Condition, scope: Scope, counted: ReadonlySet<string>): boolean {
  if (condition.kind === 'all' || condition.kind === 'any') {
    return condition.of.every((child) => decidedByType(child, scope, counted));
  }
  if (condition.kind === 'not') return decidedByType(condition.of, scope, counted);
  if (condition.kind !== 'field' || !counted.has(fieldOf(condition.field))) return true;
  const withCase = condition.operator === 'match' || condition.operator === 'notmatch';
  const isType = fieldOf(condition.field) === 'type' && !withCase;
  return isType && compileValue(condition.right, scope).constant !== undefined;
}

const other = 'other';

function collectFields(condition: Condition, into: Set<string>): void {
  if (condition.kind === 'all' || condition.kind === 'any')
    for (const child of condition.of) collectFields(child, into);
  else if (condition.kind === 'not') collectFields(condition.of, into);
  else if (condition.kind === 'field') into.add(fieldOf(condition.field));
  else {
    into.add(other);
    if (condition.kind === 'count' && condition.count.where) collectFields(condition.count.where, into);
  }
}

function fieldOf(field: string): string {
  const name = field.toLowerCase();
  return ['type', 'kind', 'name', 'location'].includes(name) ? name : other;
}

function countedFields(fields: ReadonlySet<string>): ReadonlySet<string> {
  const [first, second] = [...fields].sort();
  if (fields.size === 1 && (first === 'kind' || first === 'name')) return new Set();
  if (fields.size === 2 && (first === 'kind' || first === 'name') && second === 'type') return new Set(['type']);
  return new Set(['type', 'kind', 'name']);
}

function reduced(condition: Condition, scope: Scope, counted: ReadonlySet<string>): Test {
  if (condition.kind === 'all') return allOf(condition.of.map((child) => reduced(child, scope, counted)));
  if (condition.kind === 'any') return anyOf(condition.of.map((child) => reduced(child, scope, counted)));
  if (condition.kind === 'not') {
    const of = reduced(condition.of, scope, counted);
    return (frame) => negation(of(frame));
  }
  const counts = condition.kind === 'field' && counted.has(fieldOf(condition.field));
  return counts ? compileCondition(condition, scope) : () => satisfiable;
}

/** Which resources a mode looks at. `named`: the rule names its types. */
export function modeAdmits(mode: string, named: boolean, resource: PreparedResource): boolean {
  if (resource.isScope) return mode === 'all' || named;
  if (resource.typeLc.startsWith('microsoft.resources/')) return false;
  return mode === 'all' || named || resource.place !== undefined;
}
