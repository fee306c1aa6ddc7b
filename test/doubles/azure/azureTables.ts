import type { AzureReader, GraphPage } from '../../../shared/flows/ports/inventory';
import type { JsonObject } from '../../../shared/model/json';
import { Rejected } from '../../../shared/model/rejected';
import { inventoryTables } from '../../../shared/core/posture/inventory/inventoryTables';
import { answerQuery } from './resourceGraph';

export interface AzureTables {
  reader: AzureReader;
  tables: Map<string, JsonObject[]>;
  resources: Map<string, JsonObject | JsonObject[]>;
  /** Asked before each query; what it throws or answers comes instead. */
  before: { query?: (query: string, page: number) => GraphPage | undefined };
  state: { readsAll: boolean; hiddenRows: number };
  queries: string[];
}

/** Resource Graph and Resource Manager in memory, with the same queries as the service double. */
export function azureTables(pageRows = 3): AzureTables {
  const tables = new Map<string, JsonObject[]>(
    [...inventoryTables.map(({ name }) => name), 'resourcechanges', 'resourcecontainerchanges'].map((name) => [
      name,
      [],
    ]),
  );
  const resources = new Map<string, JsonObject | JsonObject[]>();
  const before: AzureTables['before'] = {};
  const state = { readsAll: true, hiddenRows: 0 };
  const queries: string[] = [];
  const reader: AzureReader = {
    subscriptions: async () => {
      const rows = tables.get('resourcecontainers')!.filter(({ type }) => type === 'microsoft.resources/subscriptions');
      return rows.map(({ subscriptionId, name }) => ({
        subscriptionId: subscriptionId as string,
        displayName: name as string,
        tenantId: '',
        managementGroups: ['root'],
      }));
    },
    async rows({ subscriptionId, query, skipToken, above }) {
      queries.push(query);
      const instead = before.query?.(query, queries.length);
      if (instead) return instead;
      const options = {
        resultFormat: 'objectArray',
        $top: pageRows,
        ...(skipToken && { $skipToken: skipToken }),
        ...(above && { authorizationScopeFilter: 'AtScopeAboveAndBelow' }),
      };
      const asked = { query, options, subscriptions: [subscriptionId] } as unknown as JsonObject;
      const { status, body } = answerQuery(tables, asked, state.hiddenRows);
      if (status !== 200) throw new Rejected('BadRequest', JSON.stringify(body));
      const { data, totalRecords, $skipToken } = body as {
        data: JsonObject[];
        totalRecords: number;
        $skipToken?: string;
      };
      return { rows: data, total: totalRecords, isCut: false, ...($skipToken && { skipToken: $skipToken }) };
    },
    readsAll: async () => state.readsAll,
    get: async (path) => resources.get(path.toLowerCase()) as JsonObject | undefined,
    list: async (path) => resources.get(path.toLowerCase()) as JsonObject[] | undefined,
  };
  return { reader, tables, resources, before, state, queries };
}
