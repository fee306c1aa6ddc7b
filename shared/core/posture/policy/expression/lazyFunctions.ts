import { expressionError, graver, isDoubt, type Doubt } from '../doubt';
import type { Frame, Result } from '../frame';
import { truthOf } from '../functions/logic';
import { many } from '../functions/pureFunction';
import { combined, type Compiled } from './compiled';
import type { SpecialFunction } from './specialFunction';

/** Only the branch taken is evaluated: built-ins rely on it to avoid failures. */
function compileIf([test, yes, no]: Compiled[]): Compiled {
  return combined([test!, yes!, no!], (frame) => {
    const result = test!.evaluate(frame);
    if (isDoubt(result)) return result;
    const truth = truthOf(result);
    return truth === undefined ? expressionError('if() without a boolean') : (truth ? yes! : no!).evaluate(frame);
  });
}

function truthAt(part: Compiled, frame: Frame): boolean | Doubt {
  const result = part.evaluate(frame);
  return isDoubt(result) ? result : (truthOf(result) ?? expressionError('and() or or() of another value'));
}

/** Ends at the first part that decides. */
const junction = (decides: boolean): SpecialFunction => ({
  least: 1,
  most: many,
  compile: (args) =>
    combined(args, (frame) => {
      let doubt: Doubt | undefined;
      for (const arg of args) {
        const truth = truthAt(arg, frame);
        if (truth === decides) return decides;
        if (isDoubt(truth)) doubt = graver(doubt, truth);
      }
      return doubt ?? !decides;
    }),
});

function compileCoalesce(args: Compiled[]): Compiled {
  return combined(args, (frame) => {
    for (const arg of args) {
      const result: Result = arg.evaluate(frame);
      if (result !== null) return result;
    }
    return null;
  });
}

/** Functions that do not evaluate all of their arguments, by name in lower case. */
export const lazyFunctions: ReadonlyMap<string, SpecialFunction> = new Map<string, SpecialFunction>([
  ['if', { least: 3, most: 3, compile: compileIf }],
  ['and', junction(false)],
  ['or', junction(true)],
  ['coalesce', { least: 1, most: many, compile: compileCoalesce }],
]);
