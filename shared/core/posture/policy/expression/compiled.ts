import type { Json } from '../../../../model/json';
import { isDoubt } from '../doubt';
import type { Evaluate, Frame, Result } from '../frame';

/** A compiled expression. `constant` holds its result when that depends on nothing. */
export interface Compiled {
  evaluate: Evaluate;
  constant?: { result: Result };
  /** One of its members (key in lower case), where that is less work than all of them. */
  member?: (key: string) => Compiled;
}

export const constant = (result: Result): Compiled => ({ evaluate: () => result, constant: { result } });
export const dynamic = (evaluate: Evaluate): Compiled => ({ evaluate });

const noFrame = undefined as unknown as Frame;

/** What all of them answer together: computed once if none of them depends on anything. */
export function combined(parts: readonly Compiled[], evaluate: Evaluate): Compiled {
  return parts.every((part) => part.constant) ? constant(evaluate(noFrame)) : dynamic(evaluate);
}

/** The value of a constant; undefined for what changes and for a doubt. */
export function constantValue(compiled: Compiled): Json | undefined {
  const result = compiled.constant?.result;
  return result === undefined || isDoubt(result) ? undefined : result;
}
