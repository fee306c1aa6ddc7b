import type { Expression } from './syntax';

/** Whether an expression needs no row. */
export function isConstant(expression: Expression): boolean {
  switch (expression.kind) {
    case 'literal':
      return true;
    case 'minus':
      return isConstant(expression.of);
    case 'binary':
      return isConstant(expression.left) && isConstant(expression.right);
    case 'call':
      return expression.args.every(isConstant);
    default:
      return false;
  }
}
