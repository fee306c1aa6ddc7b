import type { TokenCredential } from '@azure/identity';
import type { PipelineOptions } from '@azure/core-rest-pipeline';
import type { Config } from '../../config';
import type { AzureReader, FoundSubscription, GraphPage, GraphQuery } from '../../flows/ports/inventory';
import type { JsonObject } from '../../model/json';
import { credentialOf } from '../identity/credential';
import { serviceClient } from '../network/serviceClient';
import { once } from '../once';
import { readsEverything } from './permissions';
import { graphQueries } from './graphQueries';
import { subscriptionOf } from './subscriptionRow';

const subscriptionsQuery = "resourcecontainers | where type =~ 'microsoft.resources/subscriptions' | order by id asc";
const permissionsVersion = '2022-04-01';

export type ReaderOptions = PipelineOptions & {
  credential?: TokenCredential;
  pageRows?: number;
  sleep?: (milliseconds: number) => Promise<void>;
};

/** Azure Resource Graph and Resource Manager, read with the identity of the app. */
export function azureReader(
  config: Pick<Config, 'ARM_ENDPOINT' | 'blobs'>,
  { credential, pageRows, sleep, ...options }: ReaderOptions = {},
): AzureReader {
  const endpoint = config.ARM_ENDPOINT;
  const identity = once(
    () => credential ?? credentialOf('endpoint' in config.blobs ? config.blobs.clientId : undefined),
  );
  const client = once(() => serviceClient(endpoint, identity(), { ...options, ...(sleep && { sleep }) }));
  const query = once(() =>
    graphQueries(endpoint, identity(), { ...options, ...(pageRows && { pageRows }), ...(sleep && { sleep }) }),
  );
  const at = (path: string, apiVersion: string): string => `${endpoint}${encodeURI(path)}?api-version=${apiVersion}`;
  const ask = (asked: Partial<GraphQuery> & { query: string }): Promise<GraphPage> => query()(asked);

  return {
    async subscriptions() {
      const found: FoundSubscription[] = [];
      let skipToken: string | undefined;
      do {
        const page: GraphPage = await ask({ query: subscriptionsQuery, skipToken });
        if (page.isCut) throw new Error('Resource Graph cut the list of subscriptions');
        found.push(...page.rows.map(subscriptionOf));
        skipToken = page.skipToken;
      } while (skipToken !== undefined);
      return found;
    },
    rows: ask,
    async readsAll(subscriptionId) {
      const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/permissions`;
      return readsEverything((await client().list(at(path, permissionsVersion))) ?? []);
    },
    get: (path, apiVersion): Promise<JsonObject | undefined> => client().get(at(path, apiVersion)),
    list: (path, apiVersion) => client().list(at(path, apiVersion)),
  };
}
