import type { Json } from '../../../../model/json';
import { type Doubt, expressionError, isDoubt } from '../../policy/doubt';
import type { Result } from '../../policy/frame';
import { objectWith } from '../member';
import { readable, textDoubt, textLater, unknownWithin, valueLater } from '../partlyKnown';
import { hashOf } from './hashOf';
import type { TemplateScope } from '../templateScope';
import type { ContextFunction } from './templateFunction';

const missing = (kind: string, name: string): Doubt => expressionError(`there is no ${kind} '${name}'`);

/** `parameters()`, `variables()` and `lambdaVariables()`. */
const named = (kind: string, find: (scope: TemplateScope, name: string) => Result | undefined): ContextFunction => ({
  least: 1,
  most: 1,
  call([name = null], scope) {
    if (typeof name !== 'string') return expressionError(`the name of a ${kind} is a text`);
    return textDoubt(name) ?? find(scope, name) ?? (find(scope, name) === null ? null : missing(kind, name));
  },
});

/** `copyIndex()`, `copyIndex(offset)`, `copyIndex('loop', offset)`. */
function copyIndex(args: readonly Json[], { loops }: TemplateScope): Result {
  const [first, second] = args;
  const name = typeof first === 'string' ? first : '';
  const offset = (typeof first === 'number' ? first : second) ?? 0;
  const turn = loops.get(name.toLowerCase());
  if (turn === undefined) return expressionError(`copyIndex() outside of the loop '${name}'`);
  if (typeof offset !== 'number') return expressionError('copyIndex() with an offset that is no number');
  return isDoubt(turn) ? turn : turn + offset;
}

/** What a running deployment asks of Azure. */
const asked: ContextFunction = {
  least: 0,
  most: 128,
  call: (args, _, { written }) => {
    const [what] = args;
    return valueLater(`${written}(${typeof what === 'string' ? readable(what).split('/').slice(-2).join('/') : ''})`);
  },
};

/**
 * Hashes whose algorithm Microsoft does not document. Equal arguments give equal texts, so that names which are made of them
 * find each other.
 */
const hashed = (label: string): ContextFunction => ({
  least: 1,
  most: 128,
  call: (args) =>
    unknownWithin(args.find((arg) => typeof arg === 'object')) ?? textLater(`${label} ${hashOf([...args])}`),
});

/** Texts that each deployment makes anew: only default values of parameters may have them. */
const fresh = (label: string): ContextFunction => ({
  least: 0,
  most: 1,
  call: (_, { defaultOf }) =>
    defaultOf === undefined
      ? expressionError(`${label}() outside of the default value of a parameter`)
      : textLater(`${label} of parameter ${defaultOf}`),
});

function resourceInfo([name = null]: readonly Json[], scope: TemplateScope): Result {
  const id = typeof name === 'string' ? scope.symbolId(name) : undefined;
  if (id === undefined) return valueLater(`resourceInfo(${typeof name === 'string' ? name : ''})`);
  return objectWith([
    ['id', id],
    ['name', id.slice(id.lastIndexOf('/') + 1)],
  ]);
}

/** By name in lower case; `list*` stands for listKeys() and its like. */
export const lookupFunctions: ReadonlyMap<string, ContextFunction> = new Map<string, ContextFunction>([
  ['parameters', named('parameter', (scope, name) => scope.parameter(name))],
  ['variables', named('variable', (scope, name) => scope.variable(name))],
  ['lambdavariables', named('variable of a lambda', ({ locals }, name) => locals.get(name.toLowerCase()))],
  ['copyindex', { least: 0, most: 2, call: copyIndex }],
  ['reference', asked],
  ['references', asked],
  ['list*', asked],
  ['providers', asked],
  ['pickzones', asked],
  ['tozone', asked],
  ['tologicalzone', asked],
  ['tologicalzones', asked],
  ['tophysicalzone', asked],
  ['tophysicalzones', asked],
  ['deployer', asked],
  ['getsecret', asked],
  ['externalinput', asked],
  ['resourceinfo', { least: 1, most: 1, call: resourceInfo }],
  ['uniquestring', hashed('uniqueString')],
  ['guid', hashed('guid')],
  ['newguid', fresh('newGuid')],
  ['utcnow', fresh('utcNow')],
]);
