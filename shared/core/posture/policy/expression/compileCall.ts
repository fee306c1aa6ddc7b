import type { Json } from '../../../../model/json';
import { type Doubt, doubtWithin, graver, PolicyFault } from '../doubt';
import { pureFunctions } from '../functions/pureFunctions';
import type { Scope } from '../scope';
import { contextFunctions } from './contextFunctions';
import { combined, type Compiled } from './compiled';
import { lazyFunctions } from './lazyFunctions';
import type { Expression } from './syntax';
import { unavailable } from './unavailable';

type Call = Extract<Expression, { kind: 'call' }>;

/** Azure's limit of the functions of one rule. */
const maxCalls = 2_048;

/** Throws PolicyFault for a function that rules do not have, and for a wrong number of arguments. */
export function compileCall(call: Call, scope: Scope, compile: (one: Expression) => Compiled): Compiled {
  scope.uses.calls += 1;
  if (scope.uses.calls > maxCalls) throw new PolicyFault('limit-exceeded', `more than ${maxCalls} functions`);
  if (unavailable.has(call.name) || call.name.startsWith('list'))
    throw new PolicyFault('unsupported-function', call.written);
  const special = contextFunctions.get(call.name) ?? lazyFunctions.get(call.name);
  const known = special ?? pureFunctions.get(call.name);
  if (!known) throw new PolicyFault('unsupported-function', call.written);
  if (call.args.length < known.least || call.args.length > known.most) {
    throw new PolicyFault('unsupported-syntax', `${call.written}() with ${call.args.length} arguments`);
  }
  const args = call.args.map(compile);
  if (special) return special.compile(args, scope);
  const called = pureFunctions.get(call.name)!;
  return combined(args, (frame) => {
    const values: Json[] = [];
    let doubt: Doubt | undefined;
    for (const arg of args) {
      const result = arg.evaluate(frame);
      const found = typeof result === 'object' ? doubtWithin(result) : undefined;
      if (found) doubt = graver(doubt, found);
      values.push(result as Json);
    }
    return doubt ?? called.apply(values);
  });
}
