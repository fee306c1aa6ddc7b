import type { Json } from '../../../../model/json';
import { graver, isDoubt, PolicyFault, Doubt } from '../doubt';
import { constantValue, type Compiled } from '../expression/compiled';
import { compileText, compileValue } from '../expression/compileExpression';
import { compileField } from '../fields/compileField';
import { lateField } from '../fields/lateField';
import type { FieldReader } from '../fields/fieldReader';
import { placeNames } from '../fields/location';
import type { Frame } from '../frame';
import type { Scope } from '../scope';
import type { Test, Truth } from '../truth';
import { byType } from './byType';
import { compileOperator, type Compare } from './compileOperator';

/** A condition on a field; over elements of an array it holds for each of them. Throws PolicyFault. */
export function compileFieldTest(condition: { field: string; operator: string; right: Json }, scope: Scope): Test {
  const name = compileText(condition.field, scope);
  const right = compileValue(condition.right, scope);
  const comparing = (reader: FieldReader): Compare =>
    compileOperator(condition.operator, right, reader.isLocation ? placeNames : undefined);
  const text = constantValue(name);
  if (typeof text === 'string') {
    const reader = compileField(text, scope);
    const test = testOf(reader, comparing(reader));
    const withoutCase = condition.operator !== 'match' && condition.operator !== 'notmatch';
    return text.toLowerCase() === 'type' && right.constant && withoutCase ? byType(test, 'typeLc') : test;
  }
  if (name.constant && !isDoubt(name.constant.result)) throw new PolicyFault('unsupported-field', condition.field);
  return lateTest(name, (reader) => testOf(reader, comparing(reader)), scope);
}

function testOf(reader: FieldReader, compare: Compare): Test {
  return (frame) => {
    const { target } = frame;
    return reader.isMany(target) ? testAll(reader, compare, frame) : compare(reader.read(frame, target), frame);
  };
}

function testAll(reader: FieldReader, compare: Compare, frame: Frame): Truth {
  let doubt: Doubt | undefined;
  for (const value of reader.collect(frame, frame.target, true)) {
    const truth = compare(value, frame);
    if (truth === false) return false;
    if (truth !== true) doubt = graver(doubt, truth);
  }
  return doubt ?? true;
}

/** A field that an expression names anew for each resource. */
function lateTest(name: Compiled, toTest: (reader: FieldReader) => Test, scope: Scope): Test {
  const find = lateField(scope, toTest);
  return (frame) => {
    const text = name.evaluate(frame);
    if (isDoubt(text)) return text;
    const test = find(text);
    return isDoubt(test) ? test : test(frame);
  };
}
