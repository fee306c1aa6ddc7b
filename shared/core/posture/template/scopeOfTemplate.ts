import type { Json, JsonObject } from '../../../model/json';
import { isObject } from '../policy/coerce';
import { expressionError } from '../policy/doubt';
import type { Result } from '../policy/frame';
import { evaluateJson, propertyLoops, runLoop } from './evaluate';
import { keyOf, memberOf, objectOf, textOf } from './member';
import { type GivenParameters, parameterValue } from './templateParameters';
import type { DeploymentTarget, TemplateScope, UserFunction } from './templateScope';

export interface ScopeParts {
  target: DeploymentTarget;
  deploymentName: string;
  given: GivenParameters;
  spend: (work: number) => boolean;
  symbolId: (name: string) => string | undefined;
  onMissing: (parameter: string) => void;
}

/** What expressions of a template see. Parameters and variables are evaluated when they are asked for, once. */
export function scopeOfTemplate(template: JsonObject, parts: ScopeParts): TemplateScope {
  const parameters = objectOf(memberOf(template, 'parameters')) ?? {};
  const variables = objectOf(memberOf(template, 'variables')) ?? {};
  const loops = propertyLoops(memberOf(variables, 'copy') ?? null) ?? [];
  const scope: TemplateScope = {
    ...parts,
    userFunctions: userFunctions(memberOf(template, 'functions')),
    loops: new Map(),
    locals: new Map(),
    defaultOf: undefined,
    parameter: once('parameter', (name) => {
      const key = keyOf(parameters, name);
      const declared = key === undefined ? undefined : objectOf(parameters[key]);
      if (key === undefined || !declared) return undefined;
      const given = parts.given.get(key.toLowerCase());
      const inDefault: TemplateScope = { ...scope, variable: () => undefined, defaultOf: key };
      return parameterValue(
        key,
        declared,
        template,
        given,
        (json) => evaluateJson(json, inDefault),
        () => parts.onMissing(key),
      );
    }),
    variable: once('variable', (name) => {
      const loop = loops.find((one) => textOf(one['name']).toLowerCase() === name);
      if (loop) return runLoop(loop, scope);
      const key = keyOf(variables, name);
      return key === undefined ? undefined : evaluateJson(variables[key]!, scope);
    }),
  };
  return scope;
}

/** Each name is evaluated once; one that needs itself has no value. */
function once(kind: string, find: (name: string) => Result | undefined): (name: string) => Result | undefined {
  const known = new Map<string, Result | undefined>();
  return (written) => {
    const name = written.toLowerCase();
    if (known.has(name)) return known.get(name);
    known.set(name, expressionError(`${kind} ${written} needs itself`));
    const value = find(name);
    known.set(name, value);
    return value;
  };
}

/** By `namespace.name` in lower case. */
function userFunctions(json: Json | undefined): Map<string, UserFunction> {
  const found = new Map<string, UserFunction>();
  for (const group of Array.isArray(json) ? json.filter(isObject) : []) {
    const namespace = textOf(memberOf(group, 'namespace'));
    for (const [name, member] of Object.entries(objectOf(memberOf(group, 'members')) ?? {})) {
      const own = objectOf(member) ?? {};
      const parameters = memberOf(own, 'parameters');
      const output = memberOf(objectOf(memberOf(own, 'output')) ?? {}, 'value') ?? null;
      found.set(`${namespace}.${name}`.toLowerCase(), {
        parameters: (Array.isArray(parameters) ? parameters : []).map((one) =>
          textOf(memberOf(objectOf(one) ?? {}, 'name')).toLowerCase(),
        ),
        evaluate: (scope) => evaluateJson(output, scope),
      });
    }
  }
  return found;
}
