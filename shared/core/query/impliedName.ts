import type { Expression } from './syntax';

/** How a column without a name is called: a column keeps its name, a member its last part, `bin(x, 1h)` is `x`. */
export function impliedName(expression: Expression): string | undefined {
  if (expression.kind === 'column') return expression.name;
  if (expression.kind === 'member') return String(expression.key);
  const [first] = expression.kind === 'call' && /^(bin|floor|startofday)$/.test(expression.name) ? expression.args : [];
  return first && impliedName(first);
}
