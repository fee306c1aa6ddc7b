import { type Doubt, expressionError, graver, isDoubt } from '../../policy/doubt';
import type { Expression } from '../../policy/expression/syntax';
import type { Result } from '../../policy/frame';
import { truthOf } from '../../policy/functions/logic';
import { many } from '../../policy/functions/pureFunction';
import { textDoubt } from '../partlyKnown';
import type { TemplateScope } from '../templateScope';
import type { Evaluator, LazyFunction } from './templateFunction';

/** A boolean, or why it is none yet. */
export function truth(result: Result): boolean | Doubt {
  if (isDoubt(result)) return result;
  const unknown = typeof result === 'string' ? textDoubt(result) : undefined;
  return unknown ?? truthOf(result) ?? expressionError('a boolean is needed');
}

/** Only the branch taken is evaluated. */
function callIf([test, yes, no]: readonly Expression[], scope: TemplateScope, evaluate: Evaluator): Result {
  const taken = truth(evaluate(test!, scope));
  return isDoubt(taken) ? taken : evaluate(taken ? yes! : no!, scope);
}

/** Ends at the first part that decides. */
const junction = (decides: boolean): LazyFunction => ({
  least: 2,
  most: many,
  call(args, scope, evaluate) {
    let doubt: Doubt | undefined;
    for (const arg of args) {
      const value = truth(evaluate(arg, scope));
      if (value === decides) return decides;
      if (isDoubt(value)) doubt = graver(doubt, value);
    }
    return doubt ?? !decides;
  },
});

function callCoalesce(args: readonly Expression[], scope: TemplateScope, evaluate: Evaluator): Result {
  for (const arg of args) {
    const value = evaluate(arg, scope);
    if (value !== null) return value;
  }
  return null;
}

/** Functions that do not evaluate all of their arguments, by name in lower case. */
export const lazyFunctions: ReadonlyMap<string, LazyFunction> = new Map<string, LazyFunction>([
  ['if', { least: 3, most: 3, call: callIf }],
  ['and', junction(false)],
  ['or', junction(true)],
  ['coalesce', { least: 1, most: many, call: callCoalesce }],
]);
