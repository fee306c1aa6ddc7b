import type { TokenCredential } from '@azure/identity';
import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import type { PipelineOptions } from '@azure/core-rest-pipeline';
import { z } from 'zod';
import type { GraphPage, GraphQuery } from '../../flows/ports/inventory';
import { refusalOf } from '../network/serviceErrors';
import { quotaPause } from './quota';

/** The most rows that one answer holds (documented). */
const maxPageRows = 1_000;
const answerWithinMs = 60_000;

const answerSchema = z.looseObject({
  totalRecords: z.number().int().nonnegative(),
  count: z.number().int().nonnegative(),
  data: z.array(z.record(z.string(), z.json())),
  resultTruncated: z.enum(['true', 'false']),
  $skipToken: z.string().nullish(),
});

export interface QueryOptions extends PipelineOptions {
  pageRows?: number;
  sleep?: (milliseconds: number) => Promise<void>;
}

/** By name: each Azure package may bring a class of its own. */
interface ServiceFault extends Error {
  statusCode?: number;
  response?: { headers: { get(name: string): string | undefined }; bodyAsText?: string | null };
}

const wait = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/**
 * Asks Resource Graph for one page of a query. The service tells how many queries are left in its window of some seconds: when none
 * are, the next one waits until the window is over instead of being refused.
 */
export function graphQueries(
  endpoint: string,
  credential: TokenCredential,
  { pageRows = maxPageRows, sleep = wait, ...options }: QueryOptions = {},
): (query: Partial<GraphQuery> & { query: string }) => Promise<GraphPage> {
  const client = new ResourceGraphClient(credential, {
    endpoint,
    credentialScopes: `${endpoint}/.default`,
    apiVersion: '2022-10-01',
    retryOptions: { maxRetries: 0 },
    ...options,
  });
  let openAt = 0;
  return async ({ subscriptionId, query, skipToken, above }) => {
    const pause = openAt - Date.now();
    if (pause > 0) await sleep(pause);
    // The SDK makes an object of the list of rows: they are taken as they were sent.
    let body = '';
    const request = {
      query,
      ...(subscriptionId && { subscriptions: [subscriptionId] }),
      options: {
        resultFormat: 'objectArray' as const,
        top: pageRows,
        ...(skipToken && { skipToken }),
        ...(above && { authorizationScopeFilter: 'AtScopeAboveAndBelow' as const }),
      },
    };
    try {
      await client.resources(request, {
        abortSignal: AbortSignal.timeout(answerWithinMs),
        onResponse: ({ headers, bodyAsText }) => {
          body = bodyAsText ?? '';
          openAt = Date.now() + quotaPause((name) => headers.get(name));
        },
      });
    } catch (error) {
      throw faultOf(error, endpoint);
    }
    const { data, totalRecords, resultTruncated, $skipToken } = answerSchema.parse(JSON.parse(body));
    const token = $skipToken || undefined;
    return {
      rows: data,
      total: totalRecords,
      ...(token && { skipToken: token }),
      isCut: resultTruncated === 'true' && token === undefined,
    };
  };
}

function faultOf(error: unknown, endpoint: string): unknown {
  if (!(error instanceof Error) || error.name !== 'RestError') return error;
  const { statusCode, response } = error as ServiceFault;
  if (statusCode === undefined || !response) return error;
  const url = `${endpoint}/providers/Microsoft.ResourceGraph/resources`;
  return refusalOf(statusCode, (name) => response.headers.get(name), response.bodyAsText ?? '', url);
}
