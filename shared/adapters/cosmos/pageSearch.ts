import type { SqlParameter, SqlQuerySpec } from '@azure/cosmos';
import { fullList } from '../../core/query/pageFilter';
import type { PageSearch } from '../../flows/ports/pages';

/**
 * Filters by indexed paths only, over all partitions: a page is kept under the hour in which it arrived, which need not be that
 * of its events. `IS_DEFINED` of the last place of a full list is served by the index too, as ARRAY_LENGTH is not.
 */
export function searchQuery(wanted: PageSearch): SqlQuerySpec {
  const parameters: SqlParameter[] = [
    { name: '@workspaceId', value: wanted.workspaceId },
    { name: '@from', value: wanted.from },
    { name: '@to', value: wanted.to },
  ];
  const conditions = ['c.workspaceId = @workspaceId', 'c["to"] >= @from', 'c["from"] <= @to'];
  if (wanted.unarchived) conditions.push('NOT IS_DEFINED(c.archived)');
  for (const list of ['sources', 'hosts', 'users', 'addresses'] as const) {
    const values = wanted[list];
    if (!values) continue;
    const tests = values.map((value, at) => {
      parameters.push({ name: `@${list}${at}`, value });
      return `ARRAY_CONTAINS(c.${list}, @${list}${at})`;
    });
    if (list !== 'sources') tests.push(`IS_DEFINED(c.${list}[${fullList - 1}])`);
    conditions.push(`(${tests.join(' OR ')})`);
  }
  return { query: `SELECT * FROM c WHERE ${conditions.join(' AND ')}`, parameters };
}
