import {
  compileDistinct,
  compileExtend,
  compileProject,
  compileProjectAway,
  compileSummarize,
} from './columnOperators';
import { valueAt } from './compileColumns';
import { compileExpression, type Scope } from './compileExpression';
import { compileJoin } from './compileJoin';
import { eventSchema } from './eventRow';
import type { Compiled, Link, Running } from './link';
import { queryFault } from './queryFault';
import { closed, type Schema } from './schema';
import { countStage, filterStage, mapStage, sortStage, takeStage, type CompiledKey, type Stage } from './stage';
import type { Operator, Query, SortKey } from './syntax';
import { compileSearch } from './textSearch';

export interface CompiledQuery {
  /** Names of what is answered. */
  columns: string[];
  /** Builds the steps, the first of which takes rows of events. */
  start(running: Running, answer: Stage): Stage;
  /** Rows are answered as they are read, in that order: a page of the answer can begin where the last one ended. */
  streams: boolean;
}

const maxColumns = 100;

/** Checks the names and functions of a query against its tables. Throws Rejected with the position of the fault. */
export function compileQuery(query: Query, text: string, now: Date): CompiledQuery {
  const { links, schema } = compileOperators(query, text, now);
  const visible = schema.columns.flatMap((name, at) => (schema.hidden.has(name) ? [] : [{ name, at }]));
  const pick = visible.map(({ at }) => valueAt(at));
  return {
    columns: visible.map(({ name }) => name),
    start: (running, answer) => links.reduceRight((next, link) => link(running, next), mapStage(pick, answer)),
    streams: isStream(query.operators),
  };
}

function compileOperators(query: Query, text: string, now: Date): { links: Link[]; schema: Schema } {
  let schema = eventSchema;
  const links = query.operators.map((operator) => {
    const compiled = compileOperator(operator, { text, now, schema });
    schema = compiled.schema ?? schema;
    if (schema.columns.length > maxColumns)
      throw queryFault(text, operator.at, `a table has at most ${maxColumns} columns.`);
    return compiled.link;
  });
  return { links, schema };
}

const streaming = new Set<Operator['kind']>(['where', 'search', 'extend', 'project', 'project-away']);

/** One `take` may stand where no condition follows. */
function isStream(operators: Operator[]): boolean {
  const take = operators.findIndex(({ kind }) => kind === 'take');
  return operators.every(
    ({ kind }, at) =>
      at === take || (streaming.has(kind) && (take < 0 || at < take || (kind !== 'where' && kind !== 'search'))),
  );
}

function compileOperator(operator: Operator, scope: Scope): Compiled {
  switch (operator.kind) {
    case 'where':
    case 'search': {
      const compile = operator.kind === 'where' ? compileExpression : compileSearch;
      const test = compile(operator.condition, scope);
      return { link: (_, next) => filterStage(test, next) };
    }
    case 'extend':
      return compileExtend(operator, scope);
    case 'project':
      return compileProject(operator, scope);
    case 'project-away':
      return compileProjectAway(operator, scope);
    case 'distinct':
      return compileDistinct(operator, scope);
    case 'summarize':
      return compileSummarize(operator, scope);
    case 'order':
    case 'top': {
      const keys = operator.keys.map((key) => compileKey(key, scope));
      const rows = operator.kind === 'top' ? operator.rows : undefined;
      return { link: ({ budget }, next) => sortStage(keys, rows, budget, next) };
    }
    case 'take':
      return { link: ({ taken }, next) => takeStage(operator.rows, taken, next) };
    case 'count':
      return { link: (_, next) => countStage(next), schema: closed(['Count']) };
    case 'join':
      return compileJoin(operator, compileOperators(operator.right, scope.text, scope.now).schema, scope);
  }
}

const compileKey = ({ expression, descending, nullsFirst }: SortKey, scope: Scope): CompiledKey => ({
  value: compileExpression(expression, scope),
  descending,
  nullsFirst,
});

/** The right side of the join in a query, to be run before it; its rows have all columns, also the hidden ones. */
export function compileRight(
  query: Query,
  text: string,
  now: Date,
): { query: Query; compiled: CompiledQuery } | undefined {
  const join = query.operators.find((operator) => operator.kind === 'join');
  if (!join) return undefined;
  const { links, schema } = compileOperators(join.right, text, now);
  const compiled: CompiledQuery = {
    columns: [...schema.columns],
    start: (running, answer) => links.reduceRight((next, link) => link(running, next), answer),
    streams: isStream(join.right.operators),
  };
  return { query: join.right, compiled };
}
