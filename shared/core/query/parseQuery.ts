import { parseExpression } from './parseExpression';
import type { ColumnName, NamedExpression, Operator, Query, SortKey } from './syntax';
import { tokenReader, type TokenReader } from './tokenReader';

const maxOperators = 50;

/** Parses a query of the documented subset of KQL. Throws Rejected that names line and column of the fault. */
export function parseQuery(text: string): Query {
  const reader = tokenReader(text);
  const query = readQuery(reader, true);
  reader.accept(';');
  const rest = reader.peek();
  if (rest.text === '=')
    throw reader.fault('"=" names a column in extend, project and summarize; to compare, write "==".');
  if (rest.kind !== 'end') throw reader.unexpected(rest, '"|" or the end of the query');
  return query;
}

function readQuery(reader: TokenReader, mayJoin: boolean): Query {
  const { at, text } = reader.peek();
  const operators: Operator[] = [];
  const whole = text === 'search';
  const table = { name: whole ? 'Events' : reader.name('a table'), at };
  if (whole) operators.push(readOperator(reader, mayJoin));
  while (reader.accept('|')) {
    operators.push(readOperator(reader, mayJoin));
    if (operators.length > maxOperators) throw reader.fault(`a query has at most ${maxOperators} operators.`);
  }
  if (operators.filter(({ kind }) => kind === 'join').length > 1) throw reader.fault('a query joins at most once.', at);
  return { table, operators };
}

function readOperator(reader: TokenReader, mayJoin: boolean): Operator {
  const token = reader.next();
  const { at } = token;
  if (token.kind !== 'name') throw reader.unexpected(token, 'an operator such as where, project or summarize');
  switch (token.text) {
    case 'where':
    case 'filter':
      return { kind: 'where', condition: parseExpression(reader), at };
    case 'search':
      return { kind: 'search', condition: parseExpression(reader), at };
    case 'extend':
    case 'project':
      return { kind: token.text, columns: readNamed(reader), at };
    case 'distinct':
      return { kind: 'distinct', columns: reader.accept('*') ? [] : readNamed(reader), at };
    case 'project-away':
      return { kind: 'project-away', columns: readList(reader, () => columnName(reader)), at };
    case 'summarize':
      return readSummarize(reader, at);
    case 'order':
    case 'sort':
      reader.expect('by');
      return { kind: 'order', keys: readKeys(reader), at };
    case 'take':
    case 'limit':
      return { kind: 'take', rows: wholeNumber(reader), at };
    case 'top': {
      const rows = wholeNumber(reader);
      reader.expect('by');
      return { kind: 'top', rows, keys: readKeys(reader), at };
    }
    case 'count':
      return { kind: 'count', at };
    case 'join':
      if (!mayJoin) throw reader.fault('the right side of a join cannot join itself.', at);
      return readJoin(reader, at);
    default:
      throw reader.fault(
        `"${token.text}" is no operator here: where, search, project, project-away, extend, summarize, order by, top, take, distinct, count, join.`,
        at,
      );
  }
}

function readList<T>(reader: TokenReader, item: () => T): T[] {
  const items = [item()];
  while (reader.accept(',')) items.push(item());
  return items;
}

const readNamed = (reader: TokenReader): NamedExpression[] => readList(reader, () => readOne(reader));

/** `name = expression` and `expression` begin alike: a lone column before `=` was the name. */
function readOne(reader: TokenReader): NamedExpression {
  const expression = parseExpression(reader);
  if (expression.kind !== 'column' || !reader.accept('=')) return { name: undefined, expression };
  return { name: expression.name, expression: parseExpression(reader) };
}

function readSummarize(reader: TokenReader, at: number): Operator {
  const aggregates = reader.peek().text === 'by' ? [] : readNamed(reader);
  const by = reader.accept('by') ? readNamed(reader) : [];
  return { kind: 'summarize', aggregates, by, at };
}

function readKeys(reader: TokenReader): SortKey[] {
  return readList(reader, () => {
    const expression = parseExpression(reader);
    const ascending = reader.accept('asc');
    const descending = !ascending && (reader.accept('desc') || true);
    if (!reader.accept('nulls')) return { expression, descending, nullsFirst: !descending };
    const nullsFirst = reader.accept('first');
    if (!nullsFirst) reader.expect('last');
    return { expression, descending, nullsFirst };
  });
}

function columnName(reader: TokenReader): ColumnName {
  const { at } = reader.peek();
  return { at, name: reader.name('a column') };
}

function wholeNumber(reader: TokenReader): number {
  const token = reader.next();
  if (token.kind === 'number' && Number.isSafeInteger(token.value)) return token.value;
  throw reader.unexpected(token, 'a whole number of rows');
}

/** `join kind=inner (Right | where ...) on Key, $left.a == $right.b`. */
function readJoin(reader: TokenReader, at: number): Operator {
  let how: 'inner' | 'leftouter' = 'inner';
  if (!reader.accept('kind')) throw reader.fault('write join kind=inner or join kind=leftouter.');
  reader.expect('=');
  if (reader.accept('leftouter')) how = 'leftouter';
  else reader.expect('inner');
  const bracketed = reader.accept('(');
  const right = bracketed ? readQuery(reader, false) : { table: columnName(reader), operators: [] };
  if (bracketed) reader.expect(')');
  reader.expect('on');
  return { kind: 'join', how, right, on: readList(reader, () => readCondition(reader)), at };
}

function readCondition(reader: TokenReader): { left: ColumnName; right: ColumnName } {
  if (!reader.accept('$')) {
    const both = columnName(reader);
    return { left: both, right: both };
  }
  const side = (wanted: string): ColumnName => {
    reader.expect(wanted);
    reader.expect('.');
    return columnName(reader);
  };
  const left = side('left');
  reader.expect('==');
  reader.expect('$');
  return { left, right: side('right') };
}
