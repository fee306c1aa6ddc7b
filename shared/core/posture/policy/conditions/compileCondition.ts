import { allOf, anyOf, negation, type Test } from '../truth';
import type { Scope } from '../scope';
import { byType } from './byType';
import { compileCount } from './compileCount';
import { compileFieldTest } from './compileFieldTest';
import { compileOperator } from './compileOperator';
import type { Condition } from './condition';
import { compileValue } from '../expression/compileExpression';
import { lenient } from './lenient';

/** Compiles a condition to a test of three values. Throws PolicyFault. */
export function compileCondition(condition: Condition, scope: Scope): Test {
  switch (condition.kind) {
    case 'all':
      return allOf(condition.of.map((one) => compileCondition(one, scope)));
    case 'any':
      return anyOf(condition.of.map((one) => compileCondition(one, scope)));
    case 'not': {
      const of = compileCondition(condition.of, scope);
      return (frame) => negation(of(frame));
    }
    case 'field':
      return lenient(compileFieldTest(condition, scope));
    case 'count': {
      const { read } = scope.uses;
      const test = compileCount(condition, scope, compileCondition);
      const ofType = scope.uses.read === read && !scope.related && scope.bindings.length === 0;
      return lenient(ofType ? byType(test, 'type') : test);
    }
    case 'value': {
      const value = compileValue(condition.value, scope);
      const test = compileOperator(condition.operator, compileValue(condition.right, scope));
      return lenient((frame) => test(value.evaluate(frame), frame));
    }
  }
}
