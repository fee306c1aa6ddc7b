import { compileColumns, uniqueColumns, valueAt } from './compileColumns';
import type { Scope } from './compileExpression';
import type { Compiled } from './link';
import { queryFault } from './queryFault';
import { closed, columnAt } from './schema';
import { distinctStage, mapStage } from './stage';
import { compileAggregate, summarizeStage } from './summarize';
import type { NamedExpression, Operator } from './syntax';

/** Operators behind which the table has other columns. Those with expressions for columns are written alike. */
type WithColumns = Extract<Operator, { columns: NamedExpression[] }>;

export function compileExtend(operator: WithColumns, scope: Scope): Compiled {
  const { schema, text } = scope;
  const names = [...schema.columns];
  const values = schema.columns.map((_, at) => valueAt(at));
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

export function compileProject(operator: WithColumns, scope: Scope): Compiled {
  const { text } = scope;
  const columns = uniqueColumns(operator, compileColumns(operator.columns, scope), text);
  const values = columns.map(({ value }) => value);
  return { link: (_, next) => mapStage(values, next), schema: closed(columns.map(({ name }) => name)) };
}

export function compileProjectAway(operator: Extract<Operator, { kind: 'project-away' }>, scope: Scope): Compiled {
  const { schema, text } = scope;
  const away = new Set(operator.columns.map((name) => columnAt(schema, name, text)));
  const kept = schema.columns.flatMap((_, at) => (away.has(at) ? [] : [at]));
  const { fieldsAt, ...rest } = schema;
  const fields = kept.indexOf(fieldsAt ?? -1);
  const columns = kept.map((at) => schema.columns[at]!);
  return {
    link: (_, next) => mapStage(kept.map(valueAt), next),
    schema: { ...rest, columns, ...(fields >= 0 && { fieldsAt: fields }) },
  };
}

export function compileDistinct(operator: WithColumns, scope: Scope): Compiled {
  const { schema, text } = scope;
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

export function compileSummarize(operator: Extract<Operator, { kind: 'summarize' }>, scope: Scope): Compiled {
  const { text } = scope;
  const by = compileColumns(operator.by, scope);
  const items = operator.aggregates.map((item) => compileAggregate(item, scope));
  uniqueColumns(operator, [...by, ...items], text);
  const values = by.map(({ value }) => value);
  return {
    link: ({ budget }, next) => summarizeStage(values, items, budget, next),
    schema: closed([...by, ...items].map(({ name }) => name)),
  };
}
