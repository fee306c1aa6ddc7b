import type { JsonObject } from '../../../shared/model/json';

interface Answered {
  status: number;
  body: object;
}

const refused = (code: string, message: string): Answered => ({
  status: 400,
  body: { error: { code: 'BadRequest', message: 'Please provide below info.', details: [{ code, message }] } },
});

const literals = (text: string): string[] =>
  [...text.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, value]) => value!.replace(/\\(.)/g, '$1').toLowerCase());

const textAt = (row: JsonObject, ...path: string[]): string => {
  let value: unknown = row;
  for (const name of path) value = (value as JsonObject | undefined)?.[name];
  return typeof value === 'string' ? value : '';
};

/** Answers the queries of Skywarden over rows by table: filters, order, pages by `$skipToken` of at most 1,000 rows. */
export function answerQuery(tables: Map<string, JsonObject[]>, body: JsonObject, hiddenRows: number): Answered {
  const { query, subscriptions, options } = body as {
    query: string;
    subscriptions?: string[];
    options: { $top: number; $skipToken?: string; resultFormat: string; authorizationScopeFilter?: string };
  };
  if (options.resultFormat !== 'objectArray') return refused('InvalidFormat', 'Only objectArray is known here');
  const [table = '', ...steps] = query.split(' | ');
  if (!tables.has(table)) return refused('InvalidQuery', `Table ${table} was not found`);
  let rows = tables.get(table)!;
  if (subscriptions) {
    const above = options.authorizationScopeFilter === 'AtScopeAboveAndBelow';
    rows = rows.filter(
      (row) => subscriptions.includes(textAt(row, 'subscriptionId')) || (above && textAt(row, 'subscriptionId') === ''),
    );
  }
  for (const step of steps) {
    const next = applyStep(rows, step);
    if (!next) return refused('InvalidQuery', `Not a query of Skywarden: ${step}`);
    rows = next;
  }
  const start = Number(options.$skipToken ?? 0);
  if (Number.isNaN(start)) return refused('InvalidSkipToken', 'The token has run out');
  const data = rows.slice(start, start + Math.min(options.$top, 1000));
  const isMore = start + data.length < rows.length;
  return {
    status: 200,
    body: {
      totalRecords: rows.length + hiddenRows,
      count: data.length,
      data,
      facets: [],
      resultTruncated: isMore ? 'true' : 'false',
      ...(isMore && { $skipToken: String(start + data.length) }),
    },
  };
}

function applyStep(rows: JsonObject[], step: string): JsonObject[] | undefined {
  if (/^where type (in~|=~)/.test(step)) {
    const types = literals(step.replace(/and properties\.type =~ '[^']*'/, ''));
    const isCustomOnly = step.includes("'CustomRole'");
    return rows.filter((row) => {
      const type = textAt(row, 'type').toLowerCase();
      if (!types.includes(type)) return false;
      return !isCustomOnly || !type.endsWith('roledefinitions') || textAt(row, 'properties', 'type') === 'CustomRole';
    });
  }
  if (step.startsWith('where id in~')) {
    const ids = literals(step);
    return rows.filter((row) => ids.includes(textAt(row, 'id').toLowerCase()));
  }
  const window = /^where at >= datetime\(([^)]+)\) and at < datetime\(([^)]+)\)$/.exec(step);
  if (window) {
    const [from, to] = window.slice(1).map((time) => Date.parse(time));
    return rows.filter((row) => Date.parse(textAt(row, 'at')) >= from! && Date.parse(textAt(row, 'at')) < to!);
  }
  if (step.startsWith('extend at ='))
    return rows.map((row) => ({ ...row, at: textAt(row, 'properties', 'changeAttributes', 'timestamp') }));
  if (step.startsWith('project id, at,'))
    return rows.map((row) => ({
      id: row['id'] ?? '',
      at: row['at'] ?? '',
      changeType: textAt(row, 'properties', 'changeType'),
      targetResourceId: textAt(row, 'properties', 'targetResourceId'),
    }));
  if (step.startsWith('order by at asc')) return rows.toSorted((a, b) => (textAt(a, 'at') < textAt(b, 'at') ? -1 : 1));
  if (step === 'order by id asc') return rows.toSorted((a, b) => (textAt(a, 'id') < textAt(b, 'id') ? -1 : 1));
  return undefined;
}

/** A row of `resourcechanges`. */
export const changeRow = (
  subscriptionId: string,
  changeType: 'Create' | 'Update' | 'Delete',
  targetResourceId: string,
  timestamp: string,
): JsonObject => ({
  id: `${targetResourceId}/providers/Microsoft.Resources/changes/${Date.parse(timestamp)}`,
  type: 'microsoft.resources/changes',
  subscriptionId,
  properties: { changeType, targetResourceId, changeAttributes: { timestamp } },
});
