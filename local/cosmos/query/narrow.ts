import type { KeyComponent, PartitionKey } from '../partitionKey';
import { documentAlias, pathOf, type Expression, type Select, type Value } from './syntax';

/** What a query can be narrowed to before documents are read; WHERE is still evaluated on each of them. */
export interface Narrowing {
  /** Full keys, or prefixes of a hierarchical key; `[[]]` is the whole container. */
  keys: PartitionKey[];
  ids: string[] | undefined;
}

// Beyond that many combinations one scan is cheaper than that many seeks.
const mostKeys = 2000;

const conjuncts = (where: Expression | undefined): Expression[] => {
  if (!where) return [];
  return where.kind === 'logical' && where.operator === 'AND' ? where.operands.flatMap(conjuncts) : [where];
};

const literals = (list: Expression[]): Value[] | undefined => {
  const values = list.flatMap((item) => (item.kind === 'literal' ? [item.value] : []));
  return values.length === list.length ? values : undefined;
};

/** A condition that lets only these values of one path pass: `c.a = 1`, `c.a IN (1, 2)`, `ARRAY_CONTAINS([1, 2], c.a)`. */
function restriction(condition: Expression): { of: Expression; values: Value[] } | undefined {
  if (condition.kind === 'in') {
    const values = literals(condition.list);
    return values && { of: condition.of, values };
  }
  if (condition.kind === 'binary' && condition.operator === '=') {
    const { left, right } = condition;
    if (right.kind === 'literal') return { of: left, values: [right.value] };
    return left.kind === 'literal' ? { of: right, values: [left.value] } : undefined;
  }
  if (condition.kind !== 'call' || condition.name !== 'ARRAY_CONTAINS' || condition.args.length !== 2) return undefined;
  const [list, of] = condition.args;
  const values = list?.kind === 'array' ? literals(list.items) : list?.kind === 'literal' ? list.value : undefined;
  return of && Array.isArray(values) ? { of, values } : undefined;
}

const isKeyComponent = (value: Value): value is Exclude<KeyComponent, undefined> =>
  value !== undefined && (typeof value !== 'object' || value === null);

function restrictions(select: Select): Map<string, Exclude<KeyComponent, undefined>[]> {
  const alias = documentAlias(select);
  const found = new Map<string, Exclude<KeyComponent, undefined>[]>();
  for (const condition of conjuncts(select.where)) {
    const restricted = restriction(condition);
    const path = restricted && pathOf(restricted.of);
    if (!restricted || !path || path.alias !== alias) continue;
    const name = JSON.stringify(path.segments);
    if (!found.has(name)) found.set(name, [...new Set(restricted.values.filter(isKeyComponent))]);
  }
  return found;
}

/** Reads the top-level AND conditions of WHERE for the partition key levels, after those of the key header, and the id. */
export function narrow(select: Select, keyPaths: readonly (readonly string[])[], header: PartitionKey): Narrowing {
  const found = restrictions(select);
  let keys: PartitionKey[] = [header];
  for (const path of keyPaths.slice(header.length)) {
    const values = found.get(JSON.stringify(path));
    if (!values || keys.length * values.length > mostKeys) break;
    keys = keys.flatMap((key) => values.map((value) => [...key, value]));
  }
  const ids = found.get('["id"]')?.filter((id) => typeof id === 'string');
  return { keys, ids };
}
