import type { Scope } from '../scope';
import type { Compiled } from './compiled';

/** A function that is compiled in its own way: it gets its arguments unevaluated. */
export interface SpecialFunction {
  least: number;
  most: number;
  compile(args: Compiled[], scope: Scope): Compiled;
}
