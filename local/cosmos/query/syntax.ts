import type { Json } from '../../../shared/model/json';

/** JSON plus undefined, which is a value of its own in this query language: "no such property". */
export type Value = Json | undefined;

export type Expression =
  | { kind: 'literal'; value: Value }
  | { kind: 'name'; name: string }
  | { kind: 'member'; of: Expression; member: Expression }
  | { kind: 'unary'; operator: string; of: Expression }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression }
  | { kind: 'logical'; operator: 'AND' | 'OR'; operands: Expression[] }
  | { kind: 'in'; of: Expression; list: Expression[] }
  | { kind: 'like'; of: Expression; pattern: Expression; escape: string | undefined }
  | { kind: 'condition'; test: Expression; whenTrue: Expression; otherwise: Expression }
  | { kind: 'call'; name: string; args: Expression[] }
  | { kind: 'array'; items: Expression[] }
  | { kind: 'object'; entries: [string, Expression][] }
  | { kind: 'subquery'; form: 'scalar' | 'exists' | 'array'; select: Select };

/** `alias IN of` iterates arrays; otherwise the alias is bound to each row of a subquery or to the value itself. */
export interface Source {
  alias: string | undefined;
  of: Expression | Select;
  iterate: boolean;
}

export interface Select {
  kind: 'select';
  distinct: boolean;
  top: number | undefined;
  projection:
    { kind: 'star' } | { kind: 'value'; of: Expression } | { kind: 'list'; items: { of: Expression; name: string }[] };
  from: Source | undefined;
  joins: Source[];
  where: Expression | undefined;
  groupBy: Expression[];
  orderBy: { of: Expression; descending: boolean }[];
  offset: number | undefined;
  limit: number | undefined;
}

/** `c.a.list[0]` as its alias and steps (array steps as `[]`), or undefined if the expression is no path. */
export function pathOf(expression: Expression): { alias: string; segments: string[] } | undefined {
  if (expression.kind === 'name') return { alias: expression.name, segments: [] };
  if (expression.kind !== 'member' || expression.member.kind !== 'literal') return undefined;
  const parent = pathOf(expression.of);
  const step = expression.member.value;
  if (!parent || (typeof step !== 'number' && typeof step !== 'string')) return undefined;
  return { alias: parent.alias, segments: [...parent.segments, typeof step === 'number' ? '[]' : step] };
}

/** The alias under which a query sees whole documents: `c` in `FROM c` and in `FROM root AS c`. */
export function documentAlias({ from }: Select): string | undefined {
  return from && !from.iterate && from.of.kind === 'name' ? (from.alias ?? from.of.name) : undefined;
}
