import { badRequest } from './httpError';
import { splitFilter } from './splitFilter';

/** Whether a row has the properties that a `$filter` asks for. */
export type PropertyFilter = (properties: Readonly<Record<string, unknown>>) => boolean;

const maxLength = 2_000;
const term = /^properties\/(\w+)\s+(eq|ne|gt|ge|lt|le)\s+(?:'((?:[^']|'')*)'|(-?\d{1,15}))$/i;

/**
 * `properties/{member} eq 'text'`, with `ne`, and with `gt`, `ge`, `lt`, `le` for numbers; terms are joined by `and` and `or`, of which
 * `and` binds stronger. Text and names compare without case. Throws HttpError 400 for anything else.
 */
export function readPropertyFilter(text: string | undefined): PropertyFilter {
  if (text === undefined || text.trim() === '') return () => true;
  if (text.length > maxLength) throw unreadable();
  const alternatives = splitFilter(text, 'or').map((part) => splitFilter(part, 'and').map(termOf));
  return (properties) => {
    const values = new Map(Object.entries(properties).map(([name, value]) => [name.toLowerCase(), value]));
    return alternatives.some((all) => all.every((holds) => holds(values)));
  };
}

function termOf(text: string): (values: ReadonlyMap<string, unknown>) => boolean {
  const [, member, operator, quoted, number] = term.exec(text) ?? [];
  if (member === undefined || operator === undefined) throw unreadable();
  const wanted = number === undefined ? quoted!.replaceAll("''", "'").toLowerCase() : Number(number);
  return (values) => compare(operator.toLowerCase(), values.get(member.toLowerCase()), wanted);
}

/** What is not there equals nothing. */
function compare(operator: string, value: unknown, wanted: string | number): boolean {
  const actual = typeof wanted === 'number' ? value : typeof value === 'string' ? value.toLowerCase() : undefined;
  if (operator === 'eq') return actual === wanted;
  if (operator === 'ne') return actual !== wanted;
  if (typeof actual !== 'number' || typeof wanted !== 'number') return false;
  if (operator === 'gt') return actual > wanted;
  if (operator === 'ge') return actual >= wanted;
  return operator === 'lt' ? actual < wanted : actual <= wanted;
}

const unreadable = () =>
  badRequest(
    'InvalidFilter',
    "The query parameter $filter has the form: properties/state eq 'Failed' (eq, ne; gt, ge, lt, le for numbers; and, or).",
  );
