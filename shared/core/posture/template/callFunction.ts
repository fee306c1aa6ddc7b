import type { Json } from '../../../model/json';
import { expressionError, isDoubt } from '../policy/doubt';
import type { Result } from '../policy/frame';
import { pureFunctions } from '../policy/functions/pureFunctions';
import { contextFunctions } from './functions/contextFunctions';
import { lambdaFunctions } from './functions/lambdaFunctions';
import { lazyFunctions } from './functions/lazyFunctions';
import { looksInside } from './functions/looksInside';
import { lookupFunctions } from './functions/lookupFunctions';
import { resourceIdFunctions } from './functions/resourceIdFunctions';
import { templateFunctions } from './functions/templateFunctions';
import type { Call, ContextFunction, Evaluator } from './functions/templateFunction';
import { unknownWithin } from './partlyKnown';
import type { TemplateScope, UserFunction } from './templateScope';
import { tooMuchWork } from './workLimit';

/** Functions that look at where they stand, get their arguments as values. */
const ofContext: ReadonlyMap<string, ContextFunction> = new Map([
  ...contextFunctions,
  ...lookupFunctions,
  ...resourceIdFunctions,
]);

/** They make values of parts, each of which may be in doubt by itself. */
const keeping = new Set(['createarray', 'createobject']);

/** Policy rules have it, templates do not. */
const notHere = new Set(['iprangecontains']);

export function callFunction(call: Call, scope: TemplateScope, evaluate: Evaluator): Result {
  if (!scope.spend(1)) return tooMuchWork;
  const lazy = lazyFunctions.get(call.name) ?? lambdaFunctions.get(call.name);
  if (lazy) {
    if (call.args.length < lazy.least || call.args.length > lazy.most) return wrongCount(call);
    return lazy.call(call.args, scope, evaluate);
  }
  const args: Json[] = [];
  for (const arg of call.args) {
    const value = evaluate(arg, scope);
    if (isDoubt(value) && !keeping.has(call.name)) return value;
    args.push(value as Json);
  }
  const user = scope.userFunctions.get(call.name);
  if (user) return callUser(call, args, user, scope);
  const known = ofContext.get(call.name) ?? (call.name.startsWith('list') ? lookupFunctions.get('list*') : undefined);
  if (known)
    return args.length < known.least || args.length > known.most ? wrongCount(call) : known.call(args, scope, call);
  return callPure(call, args);
}

function callPure(call: Call, args: Json[]): Result {
  const pure = templateFunctions.get(call.name) ?? (notHere.has(call.name) ? undefined : pureFunctions.get(call.name));
  if (!pure) return expressionError(`there is no function ${call.written}()`);
  if (args.length < pure.least || args.length > pure.most) return wrongCount(call);
  const doubt = looksInside(call.name, args) ? args.map(unknownWithin).find(isDoubt) : undefined;
  return doubt ?? pure.apply(args);
}

const wrongCount = (call: Call): Result => expressionError(`${call.written}() with ${call.args.length} arguments`);

/** A function of the template sees its parameters and nothing else; functions may call each other since Bicep has them. */
function callUser(call: Call, args: readonly Json[], user: UserFunction, scope: TemplateScope): Result {
  const { parameters } = user;
  if (args.length > parameters.length) return wrongCount(call);
  const depth = Number(scope.locals.get('$depth') ?? 0) + 1;
  if (depth > 32) return expressionError(`${call.written}() calls itself too deep`);
  const values = new Map(parameters.map((name, at) => [name, args[at] ?? null]));
  const inner: TemplateScope = {
    ...scope,
    parameter: (name) => values.get(name.toLowerCase()),
    variable: () => undefined,
    loops: new Map(),
    locals: new Map([['$depth', depth]]),
  };
  return user.evaluate(inner);
}
