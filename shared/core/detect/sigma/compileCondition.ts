import type { Condition } from './condition';
import { allOf, anyOf, atLeast, not, type Test } from './test';

/** Closures for a parsed condition; `selections` holds every name that it uses. */
export function compileCondition(condition: Condition, selections: ReadonlyMap<string, Test>): Test {
  const inner = (part: Condition): Test => compileCondition(part, selections);
  const named = (name: string): Test => selections.get(name)!;
  switch (condition.kind) {
    case 'selection':
      return named(condition.name);
    case 'not':
      return not(inner(condition.of));
    case 'and':
      return allOf(condition.of.map(inner));
    case 'or':
      return anyOf(condition.of.map(inner));
    case 'atLeast':
      return atLeast(condition.count, condition.of.map(named));
  }
}
