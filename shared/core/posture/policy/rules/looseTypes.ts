import type { Json } from '../../../../model/json';
import { isObject } from '../coerce';
import type { Condition } from '../conditions/condition';
import { looseMembers } from '../conditions/members';
import { typeSet } from './typeSet';

/** Types of a rule that does not compile, as far as its conditions can be made out; undefined for any. */
export function looseTypes(condition: Json | undefined): ReadonlySet<string> | undefined {
  const read = sketch(condition ?? null, 0);
  return read && typeSet(read);
}

/** What is no logic and no condition on a field says nothing about types. */
const silent: Condition = { kind: 'value', value: null, operator: 'exists', right: true };

function sketch(json: Json, depth: number): Condition {
  if (!isObject(json) || depth > 64) return silent;
  const parts = looseMembers(json);
  for (const [key, kind] of [
    ['allof', 'all'],
    ['anyof', 'any'],
  ] as const) {
    const list = parts.get(key);
    if (Array.isArray(list)) return { kind, of: list.map((one) => sketch(one, depth + 1)) };
  }
  const field = parts.get('field');
  const operator = ['equals', 'in'].find((name) => parts.has(name));
  if (typeof field !== 'string' || operator === undefined) return silent;
  return { kind: 'field', field, operator, right: parts.get(operator)! };
}
