import type { Json } from '../../../../model/json';
import { type Doubt, doubtWithin, graver, isDoubt, PolicyFault } from '../doubt';
import type { Compiled } from '../expression/compiled';
import type { Frame, Result } from '../frame';
import { negation, type Truth } from '../truth';
import { operators } from './operators';

/** Compares a left side. Unknown over an operand that is unknown. */
export type Compare = (left: Result, frame: Frame) => Truth;

/** They ask what is there, not what its members are. */
const ofShape = new Set(['exists', 'containskey', 'notcontainskey']);

/** A list or object of which a part cannot be known cannot be compared. */
function doubtIn(value: Result, shape: boolean): Doubt | undefined {
  if (shape) return isDoubt(value) ? value : undefined;
  return doubtWithin(value);
}

/** An operator (in lower case) with its right side; prepared once where that never changes. */
export function compileOperator(
  name: string,
  right: Compiled,
  normalise: (value: Json) => Json = (value) => value,
): Compare {
  const operator = operators.get(name);
  if (!operator) throw new PolicyFault('unsupported-operator', name);
  const { prepare, negated } = operator;
  const shape = ofShape.has(name);
  if (right.constant) {
    const { result } = right.constant;
    if (isDoubt(result)) return (left) => (isDoubt(left) ? graver(left, result) : result);
    const test = prepare(normalise(result));
    const settle = negated ? (left: Json): Truth => negation(test(left)) : test;
    // Nearly all left sides are texts: they are compared without a further look.
    return (left) => {
      if (typeof left !== 'object' || left === null) return settle(left);
      const doubt = doubtIn(left, shape);
      return doubt ?? settle(left as Json);
    };
  }
  return (left, frame) => {
    const doubt = doubtIn(left, shape);
    if (doubt && !doubt.soft) return doubt;
    const result = right.evaluate(frame);
    const other = doubtIn(result, false);
    if (other) return graver(doubt, other);
    if (doubt) return doubt;
    const truth = prepare(normalise(result as Json))(left as Json);
    return negated ? negation(truth) : truth;
  };
}
