import { compileExpression, type Evaluate, type Scope } from './compileExpression';
import { hasTerm } from './operators';
import type { Expression } from './syntax';
import { isObject, toText, type Value } from './value';

type TextTest = (lower: string) => boolean;

/** The condition of `search`: a text where a condition is expected looks for that term in every column. */
export function compileSearch(expression: Expression, scope: Scope): Evaluate {
  if (expression.kind === 'logical') {
    const of = expression.of.map((part) => compileSearch(part, scope));
    return expression.operator === 'and'
      ? (row) => of.every((test) => test(row) === true)
      : (row) => of.some((test) => test(row) === true);
  }
  if (expression.kind === 'call' && expression.name === 'not' && expression.args.length === 1) {
    const of = compileSearch(expression.args[0]!, scope);
    return (row) => of(row) !== true;
  }
  if (expression.kind !== 'literal' || expression.literal.type !== 'string')
    return compileExpression(expression, scope);
  const test = termTest(expression.literal.value.toLowerCase());
  return (row) => row.some((value) => holdsText(value, test));
}

/** `term`, `start*`, `*end`, `*part*`. */
function termTest(term: string): TextTest {
  const [anyBefore, anyBehind] = [term.startsWith('*'), term.length > 1 && term.endsWith('*')];
  const part = term.slice(anyBefore ? 1 : 0, anyBehind ? -1 : undefined);
  return (text) => hasTerm(text, part, { start: !anyBefore, end: !anyBehind });
}

/** Looks at every text and number of a value, without recursion: senders decide how deep it is. */
function holdsText(value: Value, test: TextTest): boolean {
  const open: Value[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) open.push(...next);
    else if (isObject(next)) open.push(...Object.values(next));
    else if (next !== null && test(toText(next).toLowerCase())) return true;
  }
  return false;
}
