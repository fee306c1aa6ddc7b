import type { Json } from '../../../../model/json';
import { isDoubt, PolicyFault } from '../doubt';
import type { Compiled } from '../expression/compiled';
import type { Frame, Result } from '../frame';
import { negation, type Truth } from '../truth';
import { operators } from './operators';

/** Compares a left side. Unknown over an operand that is unknown. */
export type Compare = (left: Result, frame: Frame) => Truth;

/** An operator (in lower case) with its right side; prepared once where that never changes. */
export function compileOperator(
  name: string,
  right: Compiled,
  normalise: (value: Json) => Json = (value) => value,
): Compare {
  const operator = operators.get(name);
  if (!operator) throw new PolicyFault('unsupported-operator', name);
  const { prepare, negated } = operator;
  if (right.constant) {
    const { result } = right.constant;
    if (isDoubt(result)) return (left) => (isDoubt(left) && !left.soft ? left : result);
    const test = prepare(normalise(result));
    return negated
      ? (left) => (isDoubt(left) ? left : negation(test(left)))
      : (left) => (isDoubt(left) ? left : test(left));
  }
  return (left, frame) => {
    if (isDoubt(left)) return left;
    const result = right.evaluate(frame);
    if (isDoubt(result)) return result;
    const truth = prepare(normalise(result))(left);
    return negated ? negation(truth) : truth;
  };
}
