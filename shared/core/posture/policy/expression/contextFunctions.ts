import { Doubt, isDoubt, PolicyFault } from '../doubt';
import { compileFieldValue, compileLateFieldValue } from '../fields/fieldValue';
import { compileCurrent } from '../fields/current';
import type { Json } from '../../../../model/json';
import { emptyObject, lowerKeys } from '../lowerKeys';
import { groupContext, subscriptionContext } from '../resources/scopeContext';
import type { Scope } from '../scope';
import { constant, constantValue, dynamic, type Compiled } from './compiled';
import type { SpecialFunction } from './specialFunction';
import { uniqueMarks } from './uniqueMark';

function compileParameters([name]: Compiled[], scope: Scope): Compiled {
  const text = constantValue(name!);
  if (typeof text !== 'string')
    throw new PolicyFault('unsupported-syntax', 'parameters() of an expression that changes');
  const value = scope.parameters.get(text.toLowerCase());
  return constant(value === undefined ? new Doubt('parameter-missing', text) : value);
}

const noVersion = new Doubt('api-version-missing');

/** `requestContext().apiVersion` is the api-version with which the resource was read; there is no request, so no identity. */
const requestContext = dynamic((frame) => {
  const version = frame.resource.body['apiversion'];
  const context = emptyObject() as Record<string, Json | Doubt>;
  context['apiversion'] = typeof version === 'string' && version !== '' ? version : noVersion;
  context['identity'] = null;
  return context as Record<string, Json>;
});

function compileClock(scope: Scope): Compiled {
  scope.uses.clock = true;
  return dynamic((frame) => frame.world.now);
}

function compileField([name]: Compiled[], scope: Scope): Compiled {
  const text = constantValue(name!);
  if (typeof text === 'string') return compileFieldValue(text, scope);
  if (name!.constant && !isDoubt(name!.constant.result))
    throw new PolicyFault('unsupported-field', 'field() of no text');
  return compileLateFieldValue(name!, scope);
}

const alone = (compile: (scope: Scope) => Compiled): SpecialFunction => ({
  least: 0,
  most: 0,
  compile: (_, scope) => compile(scope),
});

const ofScopes = (compiled: Compiled): SpecialFunction =>
  alone((scope) => {
    scope.uses.scopes = true;
    return compiled;
  });

/** Functions of the policy language that look around, by name in lower case. */
export const contextFunctions: ReadonlyMap<string, SpecialFunction> = new Map<string, SpecialFunction>([
  ['parameters', { least: 1, most: 1, compile: compileParameters }],
  ['field', { least: 1, most: 1, compile: compileField }],
  ['current', { least: 0, most: 1, compile: compileCurrent }],
  ['requestcontext', alone(() => requestContext)],
  ['policy', alone((scope) => constant(lowerKeys(scope.policy)))],
  ['utcnow', alone(compileClock)],
  ['subscription', ofScopes(dynamic(subscriptionContext))],
  ['resourcegroup', ofScopes(dynamic(groupContext))],
  [
    'uniquestring',
    { least: 1, most: 128, compile: (_, scope) => constant(scope.inName ? uniqueMarks : new Doubt('unique-name')) },
  ],
]);
