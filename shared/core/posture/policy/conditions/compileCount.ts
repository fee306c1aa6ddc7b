import type { Json } from '../../../../model/json';
import { Doubt, graver, isDoubt, PolicyFault } from '../doubt';
import { constantValue } from '../expression/compiled';
import { compileText, compileValue } from '../expression/compileExpression';
import { compileField } from '../fields/compileField';
import type { Frame, Result } from '../frame';
import type { Binding, Scope } from '../scope';
import type { Test, Truth } from '../truth';
import { compileOperator, type Compare } from './compileOperator';
import type { Condition, Count } from './condition';

/** Azure's limit of the runs of one value count; those of nested ones multiply. */
const maxIterations = 100;

/** What a count goes over, and the scope of its `where`. Elements may be doubts. */
interface Elements {
  list: (frame: Frame) => Result[] | Doubt;
  binding: Binding;
  limited: boolean;
}

/**
 * Compiles a count and the comparison of its number. Elements whose `where` is unknown make the number an interval: the
 * comparison is settled if it says the same for all of it. Throws PolicyFault.
 */
export function compileCount(
  { count, operator, right }: { count: Count; operator: string; right: Json },
  scope: Scope,
  compileCondition: (condition: Condition, scope: Scope) => Test,
): Test {
  const limit = compileValue(right, scope);
  const compare = compileOperator(operator, limit);
  const { list, binding, limited } = 'field' in count ? fieldElements(count.field, scope) : valueElements(count, scope);
  const where = count.where && compileCondition(count.where, { ...scope, bindings: [...scope.bindings, binding] });
  const enough = settledAt(operator, constantValue(limit));
  const depth = scope.bindings.length;

  return (frame) => {
    const elements = list(frame);
    if (isDoubt(elements)) return elements;
    const before = frame.iterations;
    if (limited) frame.iterations *= Math.max(1, elements.length);
    if (frame.iterations > maxIterations && limited) return tooMany(frame, before);
    const truth = number(elements, frame);
    frame.iterations = before;
    return truth;
  };

  function number(elements: readonly Result[], frame: Frame): Truth {
    let [sure, unsure] = [0, 0];
    let doubt: Doubt | undefined;
    let stray: Doubt | undefined;
    for (const element of elements) {
      if (isDoubt(element)) {
        stray = graver(stray, element);
        continue;
      }
      const truth = holds(element, frame);
      if (truth === true) sure += 1;
      if (isDoubt(truth)) {
        unsure += 1;
        doubt = graver(doubt, truth);
      }
      if (sure >= enough) break;
    }
    // Of elements that could not be read there may be any number.
    if (stray && sure < enough) return doubt ? graver(doubt, stray) : stray;
    return doubt && sure < enough ? overInterval(compare, sure, sure + unsure, doubt, frame) : compare(sure, frame);
  }

  function holds(element: Json, frame: Frame): Truth {
    if (!where) return true;
    frame.elements[depth] = element;
    return where(frame);
  }
}

function tooMany(frame: Frame, before: number): Doubt {
  const doubt = new Doubt('limit-exceeded', `a count over ${frame.iterations} values`);
  frame.iterations = before;
  return doubt;
}

function overInterval(compare: Compare, from: number, to: number, doubt: Doubt, frame: Frame): Truth {
  const first = compare(from, frame);
  for (let number = from + 1; number <= to; number += 1) if (compare(number, frame) !== first) return doubt;
  return first;
}

/** The number from which on the comparison cannot change any more. */
function settledAt(operator: string, limit: Json | undefined): number {
  if (typeof limit !== 'number') return Infinity;
  if (operator === 'greaterorequals' || operator === 'less') return Math.max(0, limit);
  const others = ['greater', 'lessorequals', 'equals', 'notequals'];
  return others.includes(operator) ? Math.max(0, Math.floor(limit) + 1) : Infinity;
}

function fieldElements(written: string, scope: Scope): Elements {
  const named = compileText(written, scope);
  const text = constantValue(named);
  if (isDoubt(named.constant?.result))
    throw new PolicyFault(named.constant.result.reason, named.constant.result.detail);
  if (typeof text !== 'string' || !text.includes('[*]')) {
    throw new PolicyFault('unsupported-syntax', `count.field ${written} without [*]`);
  }
  const reader = compileField(text, scope);
  return {
    list: (frame) => reader.collect(frame, frame.target, false),
    binding: { kind: 'field', alias: text.toLowerCase() },
    limited: false,
  };
}

function valueElements({ value, name }: { value: Json; name: string }, scope: Scope): Elements {
  const compiled = compileValue(value, scope);
  const lower = name.toLowerCase();
  if (scope.bindings.some((binding) => binding.kind === 'value' && binding.name === lower)) {
    throw new PolicyFault('unsupported-syntax', `a nested count needs a name of its own, not ${name}`);
  }
  return { list: (frame) => listed(compiled.evaluate(frame)), binding: { kind: 'value', name: lower }, limited: true };
}

function listed(value: Result): Json[] | Doubt {
  if (isDoubt(value)) return value;
  if (value === null) return [];
  return Array.isArray(value) ? value : new Doubt('alias-shape', 'count.value is no list');
}
