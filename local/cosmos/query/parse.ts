import { badRequest } from '../fault';
import { openCursor, type Cursor } from './cursor';
import { parseExpression } from './parseExpression';
import { pathOf, type Expression, type Select, type Source, type Value } from './syntax';

const maximumQueryBytes = 512 * 1024;
const maximumJoins = 10;

function parseCount(cursor: Cursor, clause: string): number {
  const token = cursor.next();
  const value = token.kind === 'parameter' ? cursor.parameter(token.text) : token.value;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw badRequest(`${clause} takes a whole number that is not negative.`);
}

const scalar = (cursor: Cursor): Expression => parseExpression(cursor, parseSelect);

function commaList<T>(cursor: Cursor, parse: () => T): T[] {
  const items = [parse()];
  while (cursor.accept(',')) items.push(parse());
  return items;
}

function alias(cursor: Cursor): string | undefined {
  if (cursor.accept('AS')) return cursor.name();
  return cursor.peek().kind === 'name' ? cursor.name() : undefined;
}

function parseProjection(cursor: Cursor): Select['projection'] {
  if (cursor.accept('*')) return { kind: 'star' };
  if (cursor.accept('VALUE')) return { kind: 'value', of: scalar(cursor) };
  let unnamed = 0;
  const items = commaList(cursor, () => {
    const of = scalar(cursor);
    const path = pathOf(of);
    return {
      of,
      name:
        alias(cursor) ?? path?.segments.filter((segment) => segment !== '[]').at(-1) ?? path?.alias ?? `$${++unnamed}`,
    };
  });
  const names = new Set(items.map(({ name }) => name));
  if (names.size < items.length)
    throw badRequest('Two columns of the SELECT list have the same name: give them aliases.');
  return { kind: 'list', items };
}

function parseOperand(cursor: Cursor): Expression | Select {
  if (!(cursor.at('(') && cursor.peek(1).text === 'SELECT')) return scalar(cursor);
  cursor.next();
  const select = cursor.nested(() => parseSelect(cursor));
  cursor.expect(')');
  return select;
}

function parseSource(cursor: Cursor): Source {
  const iterates = cursor.peek().kind === 'name' && cursor.peek(1).text === 'IN' && cursor.peek(1).kind === 'keyword';
  if (iterates) {
    const name = cursor.name();
    cursor.next();
    return { alias: name, of: parseOperand(cursor), iterate: true };
  }
  const of = parseOperand(cursor);
  const path = of.kind === 'select' ? undefined : pathOf(of);
  if (of.kind !== 'select' && !path) throw badRequest('FROM and JOIN take a collection, a path or a subquery.');
  return { alias: alias(cursor) ?? path?.segments.at(-1) ?? path?.alias, of, iterate: false };
}

function parseSelect(cursor: Cursor): Select {
  cursor.expect('SELECT');
  const distinct = cursor.accept('DISTINCT') !== undefined;
  const top = cursor.accept('TOP') ? parseCount(cursor, 'TOP') : undefined;
  const projection = parseProjection(cursor);
  const from = cursor.accept('FROM') ? parseSource(cursor) : undefined;
  const joins: Source[] = [];
  while (cursor.accept('JOIN')) joins.push(parseSource(cursor));
  if (joins.length > maximumJoins) throw badRequest(`More than ${maximumJoins} JOINs.`);
  const where = cursor.accept('WHERE') ? scalar(cursor) : undefined;
  const groupBy = cursor.accept('GROUP') ? (cursor.expect('BY'), commaList(cursor, () => scalar(cursor))) : [];
  const orderBy = cursor.accept('ORDER')
    ? (cursor.expect('BY'),
      commaList(cursor, () => ({ of: scalar(cursor), descending: cursor.accept('ASC', 'DESC') === 'DESC' })))
    : [];
  const offset = cursor.accept('OFFSET') ? parseCount(cursor, 'OFFSET') : undefined;
  if (offset !== undefined) cursor.expect('LIMIT');
  const limit = offset === undefined ? undefined : parseCount(cursor, 'LIMIT');
  return { kind: 'select', distinct, top, projection, from, joins, where, groupBy, orderBy, offset, limit };
}

/** Parses a query; parameters become literals. 400 with the position of the first token that does not fit. */
export function parseQuery(query: string, parameters: ReadonlyMap<string, Value>): Select {
  if (Buffer.byteLength(query) > maximumQueryBytes) throw badRequest('The query is longer than 512 KB.');
  const cursor = openCursor(query, parameters);
  const select = parseSelect(cursor);
  if (cursor.peek().kind !== 'end') throw cursor.fail();
  return select;
}
