import type { JsonObject } from '../../../shared/model/json';
import { badRequest } from '../fault';
import { canonical } from './compare';
import { compileExpression } from './evaluate';
import { compileGrouping, isGrouped, type Grouping } from './grouping';
import { openScope, type Evaluate, type Scope, type Slots } from './scope';
import type { Expression, Select, Source, Value } from './syntax';

/** Visits rows; stops and returns false as soon as `row` returns false. */
type Visit = (slots: Slots, row: () => boolean) => boolean;

export interface CompiledSelect {
  select: Select;
  /** Binds a document and calls `row` for each combination of the sources that passes WHERE. */
  visit: Visit;
  project: Evaluate;
  orderBy: { of: Evaluate; descending: boolean }[];
  /** Present if the query has aggregates or GROUP BY. */
  grouping: (() => Grouping) | undefined;
  /** Each row is the document itself: its stored text can be handed out. */
  wholeDocument: boolean;
}

const documentSlot = 0;

function compileSource(source: Source, scope: Scope): Visit {
  const values =
    source.of.kind === 'select'
      ? compileRows(source.of, scope)
      : single(compileExpression(source.of, scope, compileRows));
  const slot = source.alias === undefined ? scope.reserve() : scope.bind(source.alias);
  return (slots, row) => {
    for (const value of values(slots)) {
      const items = source.iterate ? (Array.isArray(value) ? value : []) : [value];
      for (const item of items) {
        if (item === undefined) continue;
        slots[slot] = item;
        if (!row()) return false;
      }
    }
    return true;
  };
}

const single = (of: Evaluate) => (slots: Slots) => [of(slots)];

function nested(sources: Visit[], where: Evaluate | undefined): Visit {
  const innermost: Visit = (slots, row) => (where && where(slots) !== true ? true : row());
  return sources.reduceRight<Visit>(
    (inner, source) => (slots, row) => source(slots, () => inner(slots, row)),
    innermost,
  );
}

function compileProjection(
  { projection, from, joins }: Select,
  scope: Scope,
  compile: (of: Expression) => Evaluate,
): Evaluate {
  if (projection.kind === 'value') return compile(projection.of);
  if (projection.kind === 'list') {
    const entries = projection.items.map(({ of, name }): [string, Expression] => [name, of]);
    return compile({ kind: 'object', entries });
  }
  if (!from || joins.length > 0) throw badRequest("'SELECT *' is only valid with a single input set.");
  const slot = from.alias === undefined ? undefined : scope.slotOf(from.alias);
  return (slots) => (slot === undefined ? undefined : slots[slot]);
}

function handsOutDocument({ projection, from, joins }: Select): boolean {
  if (!from || from.iterate || from.of.kind !== 'name' || joins.length > 0) return false;
  if (projection.kind === 'star') return true;
  return (
    projection.kind === 'value' && projection.of.kind === 'name' && projection.of.name === (from.alias ?? from.of.name)
  );
}

function compileIn(select: Select, scope: Scope): CompiledSelect {
  const sources = [...(select.from ? [select.from] : []), ...select.joins].map((source) =>
    compileSource(source, scope),
  );
  const compile = (of: Expression) => compileExpression(of, scope, compileRows);
  const where = select.where && compile(select.where);
  const grouping = isGrouped(select) ? compileGrouping(select, compile) : undefined;
  return {
    select,
    visit: nested(sources, where),
    project: grouping ? () => undefined : compileProjection(select, scope, compile),
    orderBy: select.orderBy.map(({ of, descending }) => ({ of: compile(of), descending })),
    grouping,
    wholeDocument: !grouping && handsOutDocument(select),
  };
}

/** The rows of a subquery; EXISTS, ARRAY and JOIN take what of them they need. */
function compileRows(select: Select, outer: Scope): (slots: Slots) => Value[] {
  if (select.orderBy.length > 0 || select.top !== undefined || select.offset !== undefined) {
    throw badRequest('ORDER BY, TOP and OFFSET LIMIT are not supported in subqueries.');
  }
  const { visit, project, grouping } = compileIn(select, outer.inner());
  return (slots) => {
    const groups = grouping?.();
    const rows: Value[] = [];
    visit(slots, () => {
      if (groups) groups.add(slots);
      else rows.push(project(slots));
      return true;
    });
    const values = (groups ? groups.rows() : rows).filter((value) => value !== undefined);
    return select.distinct ? [...new Map(values.map((value) => [canonical(value), value])).values()] : values;
  };
}

/** Compiles a query over documents, each bound in turn; `now` in milliseconds since 1970. */
export function compileSelect(select: Select, now: number): CompiledSelect & { bind: (document: Value) => Slots } {
  const scope = openScope(now);
  const root = select.from && rootOf(select.from);
  if (root === undefined) scope.reserve();
  else scope.bind(root);
  const compiled = compileIn(select, scope);
  return {
    ...compiled,
    bind(document) {
      const slots: Slots = [];
      slots[documentSlot] = document;
      return slots;
    },
  };
}

/** The name under which FROM reaches the collection: any name will do, as a query sees only one. */
function rootOf({ of }: Source): string | undefined {
  let expression: Expression | Select = of;
  while (expression.kind === 'member') expression = expression.of;
  return expression.kind === 'name' ? expression.name : undefined;
}

/** Whether a document passes the WHERE of a query, as for the condition of a patch. */
export function compileFilter(select: Select): (document: JsonObject) => boolean {
  const { visit, bind } = compileSelect(select, 0);
  return (document) => !visit(bind(document), () => false);
}
