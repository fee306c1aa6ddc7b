import type { Condition } from './condition';
import type { Predicate } from './selection';

/** Closures for a parsed condition; `selections` holds every name that it uses. */
export function compileCondition(condition: Condition, selections: ReadonlyMap<string, Predicate>): Predicate {
  switch (condition.kind) {
    case 'selection':
      return selections.get(condition.name)!;
    case 'not': {
      const inner = compileCondition(condition.of, selections);
      return (view) => !inner(view);
    }
    case 'and': {
      const parts = condition.of.map((part) => compileCondition(part, selections));
      return (view) => parts.every((part) => part(view));
    }
    case 'or': {
      const parts = condition.of.map((part) => compileCondition(part, selections));
      return (view) => parts.some((part) => part(view));
    }
    case 'atLeast':
      return atLeast(
        condition.count,
        condition.of.map((name) => selections.get(name)!),
      );
  }
}

function atLeast(count: number, parts: Predicate[]): Predicate {
  if (count === 1) return (view) => parts.some((part) => part(view));
  if (count === parts.length) return (view) => parts.every((part) => part(view));
  return (view) => parts.filter((part) => part(view)).length >= count;
}
