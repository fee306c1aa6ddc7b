import type { Json } from '../../../../model/json';
import { isObject } from '../coerce';
import { type Doubt, expressionError, graver, isDoubt, PolicyFault } from '../doubt';
import { fold } from '../fold';
import type { Result } from '../frame';
import { emptyObject, lowerValue } from '../lowerKeys';
import type { Scope } from '../scope';
import { compileCall } from './compileCall';
import { combined, constant, type Compiled } from './compiled';
import { isExpression, parseExpression } from './parseExpression';
import type { Expression } from './syntax';

/** A value of a rule as it is written: texts may be expressions, also within lists and objects. Throws PolicyFault. */
export function compileValue(json: Json, scope: Scope): Compiled {
  const lowered = lowerValue(json);
  if (isDoubt(lowered)) throw new PolicyFault(lowered.reason, lowered.detail);
  return compileLowered(lowered, scope);
}

function compileLowered(json: Json, scope: Scope): Compiled {
  if (typeof json === 'string') return compileText(json, scope);
  if (Array.isArray(json)) {
    const elements = json.map((element) => compileLowered(element, scope));
    return combined(elements, (frame) => {
      const results = elements.map((element) => element.evaluate(frame));
      return results.filter(isDoubt).reduce<Doubt | undefined>(graver, undefined) ?? (results as Json[]);
    });
  }
  if (!isObject(json)) return constant(json);
  const members = Object.entries(json).map(([key, value]) => [key, compileLowered(value, scope)] as const);
  return combined(
    members.map(([, member]) => member),
    (frame) => {
      const made = emptyObject();
      for (const [key, member] of members) {
        const result = member.evaluate(frame);
        if (isDoubt(result)) return result;
        made[key] = result;
      }
      return made;
    },
  );
}

/** A text that may be an expression; `[[` stands for a bracket. */
export function compileText(text: string, scope: Scope): Compiled {
  if (isExpression(text)) return compileExpression(parseExpression(text), scope);
  return constant(text.startsWith('[[') ? text.slice(1) : text);
}

export function compileExpression(expression: Expression, scope: Scope): Compiled {
  const compile = (one: Expression): Compiled => compileExpression(one, scope);
  switch (expression.kind) {
    case 'literal':
      return constant(expression.value);
    case 'call':
      return compileCall(expression, scope, compile);
    case 'member': {
      const [of, key] = [compile(expression.of), expression.key];
      if (of.member) return of.member(key);
      return combined([of], (frame) => memberOf(of.evaluate(frame), key));
    }
    case 'index': {
      const [of, index] = [compile(expression.of), compile(expression.index)];
      return combined([of, index], (frame) => elementOf(of.evaluate(frame), index.evaluate(frame)));
    }
  }
}

/** A missing property of an object is null; of anything else it is an error. A member may itself be a doubt. */
function memberOf(of: Result, key: string): Result {
  if (isDoubt(of)) return of;
  return isObject(of) ? ((of[key] as Result | undefined) ?? null) : expressionError(`property ${key} of no object`);
}

function elementOf(of: Result, index: Result): Result {
  if (isDoubt(of)) return of;
  if (isDoubt(index)) return index;
  if (typeof index === 'string') return memberOf(of, fold(index));
  if (!Array.isArray(of) || typeof index !== 'number') return expressionError('an index of no list');
  return index in of ? of[index]! : expressionError(`index ${index} of ${of.length} elements`);
}
