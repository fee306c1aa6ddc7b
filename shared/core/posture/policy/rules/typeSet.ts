import type { Json } from '../../../../model/json';
import type { Condition } from '../conditions/condition';
import { isExpression } from '../expression/parseExpression';

/**
 * Types in lower case that a rule can speak of, undefined for any: of an `allOf` the first child that names some, of an
 * `anyOf` those of all children, of `type` conditions the literals of `equals` and `in`.
 */
export function typeSet(condition: Condition): ReadonlySet<string> | undefined {
  if (condition.kind === 'all') {
    for (const child of condition.of) {
      const types = typeSet(child);
      if (types) return types;
    }
    return undefined;
  }
  if (condition.kind === 'any') {
    const sets = condition.of.map(typeSet);
    return sets.every((set) => set !== undefined) ? new Set(sets.flatMap((set) => [...set])) : undefined;
  }
  if (condition.kind !== 'field' || condition.field.toLowerCase() !== 'type') return undefined;
  if (condition.operator === 'equals') return literals([condition.right]);
  return condition.operator === 'in' && Array.isArray(condition.right) ? literals(condition.right) : undefined;
}

function literals(values: readonly Json[]): ReadonlySet<string> | undefined {
  const texts = values.filter((value): value is string => typeof value === 'string' && !isExpression(value));
  return texts.length === values.length ? new Set(texts.map((text) => text.toLowerCase())) : undefined;
}
