import type { Budget } from './budget';
import { compileColumns, uniqueColumns } from './compileColumns';
import { compileExpression, type Evaluate, type Scope } from './compileExpression';
import { eventSchema } from './eventRow';
import { joinStage, type JoinSides } from './joinStage';
import { queryFault } from './queryFault';
import { closed, columnAt, type Row, type Schema } from './schema';
import {
  countStage,
  distinctStage,
  filterStage,
  mapStage,
  sortStage,
  takeStage,
  type CompiledKey,
  type Stage,
} from './stage';
import { compileAggregate, summarizeStage } from './summarize';
import type { NamedExpression, Operator, Query, SortKey } from './syntax';
import { compileSearch } from './textSearch';

interface Running {
  budget: Budget;
  /** Rows of the right side, when the query joins. */
  right: Row[];
  /** Rows that earlier pages of a streamed query answered. */
  taken: number;
}

type Link = (running: Running, next: Stage) => Stage;

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
  const pick = visible.map(
    ({ at }): Evaluate =>
      (row) =>
        row[at] ?? null,
  );
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

/** The schema behind the operator is given when it is another. */
function compileOperator(operator: Operator, scope: Scope): { link: Link; schema?: Schema } {
  const { text, schema } = scope;
  const column =
    (at: number): Evaluate =>
    (row) =>
      row[at] ?? null;
  switch (operator.kind) {
    case 'where':
    case 'search': {
      const compile = operator.kind === 'where' ? compileExpression : compileSearch;
      const test = compile(operator.condition, scope);
      return { link: (_, next) => filterStage(test, next) };
    }
    case 'extend': {
      const names = [...schema.columns];
      const values = schema.columns.map((_, at) => column(at));
      const hidden = new Set(schema.hidden);
      for (const { name, value } of compileColumns(operator.columns, scope)) {
        const at = names.indexOf(name);
        if (at === schema.fieldsAt) throw queryFault(text, operator.at, `the column ${name} cannot be replaced.`);
        names[at < 0 ? names.length : at] = name;
        values[at < 0 ? values.length : at] = value;
        hidden.delete(name);
      }
      return { link: (_, next) => mapStage(values, next), schema: { ...schema, columns: names, hidden } };
    }
    case 'project': {
      const columns = uniqueColumns(operator, compileColumns(operator.columns, scope), text);
      const values = columns.map(({ value }) => value);
      return { link: (_, next) => mapStage(values, next), schema: closed(columns.map(({ name }) => name)) };
    }
    case 'project-away': {
      const away = new Set(operator.columns.map((name) => columnAt(schema, name, text)));
      const kept = schema.columns.flatMap((_, at) => (away.has(at) ? [] : [at]));
      const { fieldsAt, ...rest } = schema;
      const fields = kept.indexOf(fieldsAt ?? -1);
      const columns = kept.map((at) => schema.columns[at]!);
      return {
        link: (_, next) => mapStage(kept.map(column), next),
        schema: { ...rest, columns, ...(fields >= 0 && { fieldsAt: fields }) },
      };
    }
    case 'distinct': {
      const visible = schema.columns.filter((name) => !schema.hidden.has(name));
      const all = visible.map((name): NamedExpression => ({
        name,
        expression: { kind: 'column', name, at: operator.at },
      }));
      const columns = uniqueColumns(
        operator,
        compileColumns(operator.columns.length > 0 ? operator.columns : all, scope),
        text,
      );
      const values = columns.map(({ value }) => value);
      return {
        link: ({ budget }, next) => mapStage(values, distinctStage(budget, next)),
        schema: closed(columns.map(({ name }) => name)),
      };
    }
    case 'summarize': {
      const by = compileColumns(operator.by, scope);
      const items = operator.aggregates.map((item) => compileAggregate(item, scope));
      uniqueColumns(operator, [...by, ...items], text);
      const values = by.map(({ value }) => value);
      return {
        link: ({ budget }, next) => summarizeStage(values, items, budget, next),
        schema: closed([...by, ...items].map(({ name }) => name)),
      };
    }
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
      return compileJoin(operator, scope);
  }
}

const compileKey = ({ expression, descending, nullsFirst }: SortKey, scope: Scope): CompiledKey => ({
  value: compileExpression(expression, scope),
  descending,
  nullsFirst,
});

/** Columns of the right side whose names are taken get a 1 behind them. Names of fields go on meaning those of the left side. */
function compileJoin(operator: Extract<Operator, { kind: 'join' }>, scope: Scope): { link: Link; schema: Schema } {
  const { schema, text, now } = scope;
  const right = compileOperators(operator.right, text, now).schema;
  const side = (of: Schema, name: 'left' | 'right'): Evaluate[] =>
    operator.on.map((on) => compileExpression({ kind: 'column', ...on[name] }, { text, now, schema: of }));
  const sides: JoinSides = {
    how: operator.how,
    left: side(schema, 'left'),
    right: side(right, 'right'),
    width: right.columns.length,
  };
  const columns = [...schema.columns];
  const hidden = new Set(schema.hidden);
  for (const name of right.columns) {
    let free = name;
    while (columns.includes(free)) free = `${free}1`;
    columns.push(free);
    if (right.hidden.has(name)) hidden.add(free);
  }
  return {
    link: (running, next) => joinStage(sides, running.right, running.budget, next),
    schema: { ...schema, columns, hidden },
  };
}

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
