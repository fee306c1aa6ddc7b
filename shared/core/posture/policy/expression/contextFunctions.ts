import { Doubt, isDoubt, PolicyFault } from '../doubt';
import { compileFieldValue, compileLateFieldValue } from '../fields/fieldValue';
import { compileCurrent } from '../fields/current';
import type { Result } from '../frame';
import { emptyObject, lowerKeys } from '../lowerKeys';
import { groupContext, subscriptionContext, type ScopeContext } from '../resources/scopeContext';
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
const apiVersion = dynamic((frame) => {
  const version = frame.resource.body['apiversion'];
  return typeof version === 'string' && version !== '' ? version : noVersion;
});

const requestContext: Compiled = {
  evaluate: (frame) =>
    Object.assign(emptyObject(), { apiversion: apiVersion.evaluate(frame), identity: null }) as Result,
  member: (key) => (key === 'apiversion' ? apiVersion : constant(null)),
};

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

const ofScopes = (context: ScopeContext): SpecialFunction =>
  alone((scope) => {
    scope.uses.scopes = true;
    return { evaluate: context.all, member: (key) => dynamic((frame) => context.member(frame, key)) };
  });

type Compile = SpecialFunction['compile'];

/** A function whose answer differs from resource to resource of the `if`. */
const asking =
  (compile: Compile): Compile =>
  (args, scope) => {
    scope.uses.asked += 1;
    return compile(args, scope);
  };

/** The same of one that asks more than its fields. */
const ofResource = (special: SpecialFunction): SpecialFunction => ({
  ...special,
  compile: asking((args, scope) => {
    scope.uses.read += 1;
    return special.compile(args, scope);
  }),
});

/** Functions of the policy language that look around, by name in lower case. */
export const contextFunctions: ReadonlyMap<string, SpecialFunction> = new Map<string, SpecialFunction>([
  ['parameters', { least: 1, most: 1, compile: compileParameters }],
  ['field', { least: 1, most: 1, compile: asking(compileField) }],
  ['current', { least: 0, most: 1, compile: compileCurrent }],
  ['requestcontext', ofResource(alone(() => requestContext))],
  ['policy', alone((scope) => constant(lowerKeys(scope.policy)))],
  ['utcnow', ofResource(alone(compileClock))],
  ['subscription', ofResource(ofScopes(subscriptionContext))],
  ['resourcegroup', ofResource(ofScopes(groupContext))],
  [
    'uniquestring',
    { least: 1, most: 128, compile: (_, scope) => constant(scope.inName ? uniqueMarks : new Doubt('unique-name')) },
  ],
]);
