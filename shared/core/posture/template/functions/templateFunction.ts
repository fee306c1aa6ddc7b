import type { Json } from '../../../../model/json';
import type { Expression } from '../../policy/expression/syntax';
import type { Result } from '../../policy/frame';
import type { TemplateScope } from '../templateScope';

export type Call = Extract<Expression, { kind: 'call' }>;
export type Evaluator = (expression: Expression, scope: TemplateScope) => Result;

/** A function that also looks at where it stands. */
export interface ContextFunction {
  least: number;
  most: number;
  call(args: readonly Json[], scope: TemplateScope, call: Call): Result;
}

/** A function that decides itself which of its arguments it evaluates, and how. */
export interface LazyFunction {
  least: number;
  most: number;
  call(args: readonly Expression[], scope: TemplateScope, evaluate: Evaluator): Result;
}
