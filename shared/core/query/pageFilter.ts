import { eventSchema } from './eventRow';
import { compileExpression } from './compileExpression';
import { impliedName } from './impliedName';
import { isConstant } from './isConstant';
import { parseInstant } from './instant';
import { closed } from './schema';
import type { Expression, Query } from './syntax';
import type { Value } from './value';

/** What a query lets pages be narrowed by: a page that does not match holds no event that the query wants. */
export interface PageFilter {
  /** Each page has at least one of them. */
  sources?: string[];
  hosts?: string[];
  users?: string[];
  addresses?: string[];
}

export interface QueryPlan {
  filter: PageFilter;
  /** Bounds that the query itself sets on TimeGenerated, in milliseconds, both inclusive. */
  from?: number;
  to?: number;
}

/** A page keeps so many hosts, users and addresses: one whose list is full may hold events with others. */
export const fullList = 200;
/** A page cuts longer values. */
const maxValueLength = 256;
const maxValues = 100;

type List = 'hosts' | 'users' | 'addresses';
const single: Record<string, List> = { Host: 'hosts', Account: 'users', Address: 'addresses' };
const plural: Record<string, List> = { Hosts: 'hosts', Accounts: 'users', Addresses: 'addresses' };

/**
 * Reads the conditions that every row must meet: those of `where` in front of anything that makes other rows. They are
 * evaluated again on each event, so what is found here only saves reading.
 */
export function planPages({ table, operators }: Query, now: Date): QueryPlan {
  const plan: QueryPlan = { filter: table.name === 'Events' ? {} : { sources: [table.name] } };
  const changed = new Set<string>();
  for (const operator of operators) {
    if (operator.kind === 'extend')
      for (const { name, expression } of operator.columns) changed.add(name ?? impliedName(expression) ?? '');
    else if (operator.kind === 'where')
      for (const one of conjuncts(operator.condition)) narrow(plan, one, changed, now);
    else if (operator.kind !== 'search' && operator.kind !== 'order' && operator.kind !== 'project-away') break;
  }
  return plan;
}

const conjuncts = (condition: Expression): Expression[] =>
  condition.kind === 'logical' && condition.operator === 'and' ? condition.of.flatMap(conjuncts) : [condition];

const flipped: Record<string, string> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

function narrow(plan: QueryPlan, condition: Expression, changed: ReadonlySet<string>, now: Date): void {
  const column = (of: Expression): string | undefined =>
    of.kind === 'column' && eventSchema.columns.includes(of.name) && !changed.has(of.name) ? of.name : undefined;
  const constants = (list: Expression[]): Value[] => list.flatMap((of) => constant(of, now) ?? []);

  if (condition.kind === 'binary') {
    const { left, right, operator } = condition;
    const turned = column(left) === undefined;
    const [name, values] = [column(turned ? right : left), constants([turned ? left : right])];
    if (name === 'TimeGenerated') boundTime(plan, turned ? (flipped[operator] ?? operator) : operator, values[0]);
    else if (operator === '==') narrowTo(plan, name, values, true);
    else if (operator === '=~') narrowTo(plan, name, values, false);
  } else if (condition.kind === 'in' && (condition.operator === 'in' || condition.operator === 'in~')) {
    const values = constants(condition.list);
    if (values.length === condition.list.length)
      narrowTo(plan, column(condition.of), values, condition.operator === 'in');
  } else if (condition.kind === 'between' && !condition.negated && column(condition.of) === 'TimeGenerated') {
    boundTime(plan, '>=', constants([condition.low])[0]);
    boundTime(plan, '<=', constants([condition.high])[0]);
  } else if (condition.kind === 'call' && condition.name === 'set_has_element' && condition.args.length === 2) {
    const name = column(condition.args[0]!) ?? '';
    const list = Object.hasOwn(plural, name) ? plural[name] : undefined;
    if (list) narrowList(plan, list, constants([condition.args[1]!]), true);
  }
}

function narrowTo(plan: QueryPlan, name: string | undefined, values: Value[], exact: boolean): void {
  if (name === 'Source' && exact && areNames(values)) plan.filter.sources ??= values;
  const list = name !== undefined && Object.hasOwn(single, name) ? single[name] : undefined;
  if (list) narrowList(plan, list, values, exact);
}

/** Pages hold hosts and users in lower case, addresses as they were sent. The first condition found is enough. */
function narrowList(plan: QueryPlan, list: List, values: Value[], exact: boolean): void {
  if (!areNames(values) || (list === 'addresses' && !exact)) return;
  const wanted = list === 'addresses' ? values : values.map((value) => value.toLowerCase());
  if (wanted.every((value) => value.length <= maxValueLength)) plan.filter[list] ??= [...new Set(wanted)];
}

/** An empty name also means events that name none. */
const areNames = (values: Value[]): values is string[] =>
  values.length > 0 && values.length <= maxValues && values.every((value) => typeof value === 'string' && value !== '');

function boundTime(plan: QueryPlan, operator: string, value: Value | undefined): void {
  const at = value instanceof Date ? value.getTime() : typeof value === 'string' ? parseInstant(value) : undefined;
  if (at === undefined) return;
  if (operator === '>' || operator === '>=' || operator === '==') plan.from = Math.max(plan.from ?? at, at);
  if (operator === '<' || operator === '<=' || operator === '==') plan.to = Math.min(plan.to ?? at, at);
}

/** The value of an expression without columns, in a list so that nothing (null) is a value too. */
function constant(expression: Expression, now: Date): [Value] | undefined {
  if (!isConstant(expression)) return undefined;
  return [compileExpression(expression, { text: '', now, schema: closed([]) })([])];
}
