import type { Json, JsonObject } from '../../../model/json';
import { isObject } from '../policy/coerce';
import { expressionError, isDoubt, PolicyFault } from '../policy/doubt';
import { isExpression, parseExpression } from '../policy/expression/parseExpression';
import type { Expression } from '../policy/expression/syntax';
import type { Result } from '../policy/frame';
import { callFunction } from './callFunction';
import { loopTurns } from './loopTurns';
import { memberOf, objectOf, textOf } from './member';
import { textDoubt } from './partlyKnown';
import type { TemplateScope } from './templateScope';
import { tooMuchWork } from './workLimit';

/** Deeper values are none of ARM's. */
const maxDepth = 128;

/** A value as it stands in a template; what cannot be known stays in it as a doubt, whose place is then known. */
export function evaluateJson(json: Json, scope: TemplateScope, depth = 0): Result {
  if (typeof json === 'string') return evaluateText(json, scope);
  if (typeof json !== 'object' || json === null) return json;
  if (depth > maxDepth) return expressionError(`a value nested deeper than ${maxDepth}`);
  if (Array.isArray(json)) return json.map((element) => evaluateJson(element, scope, depth + 1) as Json);
  const made = Object.create(null) as JsonObject;
  for (const [key, value] of Object.entries(json)) {
    const loops = key.toLowerCase() === 'copy' ? propertyLoops(value) : undefined;
    if (!loops) made[key] = evaluateJson(value, scope, depth + 1) as Json;
    else for (const loop of loops) made[textOf(loop['name'])] = runLoop(loop, scope, depth + 1) as Json;
  }
  return made;
}

/** Loops that make lists: `copy: [{name, count, input}]`. Anything else of that name is a property. */
export function propertyLoops(value: Json): JsonObject[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const loops = value.filter((one): one is JsonObject => isObject(one) && typeof one['name'] === 'string');
  return loops.length === value.length && loops.every((one) => 'input' in one && 'count' in one) ? loops : undefined;
}

export function runLoop(loop: JsonObject, scope: TemplateScope, depth = 0): Result {
  const turns = loopTurns(evaluateJson(loop['count']!, scope));
  if (isDoubt(turns)) return turns;
  const name = textOf(loop['name']).toLowerCase();
  const made: Json[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    if (!scope.spend(1)) return tooMuchWork;
    const within = { ...scope, loops: new Map([...scope.loops, [name, turn]]) };
    made.push(evaluateJson(loop['input']!, within, depth) as Json);
  }
  return made;
}

/** A text that may be an expression; `[[` stands for a bracket. */
export function evaluateText(text: string, scope: TemplateScope): Result {
  if (!isExpression(text)) return text.startsWith('[[') ? text.slice(1) : text;
  try {
    return evaluate(parseExpression(text), scope);
  } catch (error) {
    if (error instanceof PolicyFault) return expressionError(error.message);
    throw error;
  }
}

export function evaluate(expression: Expression, scope: TemplateScope): Result {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'call':
      return callFunction(expression, scope, evaluate);
    case 'member':
      return propertyOf(evaluate(expression.of, scope), expression.key);
    case 'index':
      return elementOf(evaluate(expression.of, scope), evaluate(expression.index, scope));
  }
}

function propertyOf(of: Result, key: string): Result {
  if (isDoubt(of)) return of;
  const object = objectOf(of);
  if (!object) return expressionError(`property ${key} of no object`);
  return memberOf(object, key) ?? expressionError(`there is no property ${key}`);
}

function elementOf(of: Result, index: Result): Result {
  if (isDoubt(of)) return of;
  if (isDoubt(index)) return index;
  if (typeof index === 'string') return textDoubt(index) ?? propertyOf(of, index);
  if (!Array.isArray(of) || typeof index !== 'number') return expressionError('an index of no list');
  return index in of ? of[index]! : expressionError(`index ${index} of ${of.length} elements`);
}
