import type { TokenCredential } from '@azure/identity';
import { LogsQueryClient, type LogsQueryClientOptions, LogsQueryResultStatus } from '@azure/monitor-query';
import type { Config } from '../../config';
import type { LogTables } from '../../flows/ports/readers';
import type { Slice } from '../../model/logReader';
import { credentialOf } from '../identity/credential';
import { once } from '../once';
import { countQuery, rowQuery } from './logQuery';
import { isTimeout, refusalOf } from './logErrors';
import { type LogTable, rowTexts } from './logRows';

/** An answer holds at most 500,000 rows and 100 MB (documented); ours are smaller, since they are held in memory. */
const answerRows = 10_000;
/** A query that takes longer is asked in halves: a reader holds its position for no more than two minutes without a save. */
const serverTimeoutInSeconds = 60;
const answerWithinMs = 90_000;

const day = 24 * 3_600_000;
/**
 * The API applies its time span to TimeGenerated. Rows that arrive late, or from clocks that are ahead, are wanted all the
 * same: what limits the query is the ingestion time.
 */
const oldestEventMs = 366 * day;
const newestEventMs = 3 * day;

/** Tables of Log Analytics workspaces, read with the identity of the app. */
export function logTables(
  config: Pick<Config, 'LOG_ANALYTICS_ENDPOINT' | 'blobs'>,
  {
    credential,
    maxRows = answerRows,
    ...options
  }: LogsQueryClientOptions & { credential?: TokenCredential; maxRows?: number } = {},
): LogTables {
  const client = once(() => {
    const identity = credential ?? credentialOf('endpoint' in config.blobs ? config.blobs.clientId : undefined);
    const endpoint = config.LOG_ANALYTICS_ENDPOINT;
    // Who is told to wait puts the piece of work back on its queue instead of waiting here.
    return new LogsQueryClient(identity, { endpoint, audience: endpoint, retryOptions: { maxRetries: 0 }, ...options });
  });

  /** Undefined when the service answered in part only. */
  async function ask(logAnalyticsId: string, query: string, { from, to }: Slice): Promise<LogTable | undefined> {
    const timespan = {
      startTime: new Date(Date.parse(from) - oldestEventMs),
      endTime: new Date(Date.parse(to) + newestEventMs),
    };
    let body = '';
    const answer = await client().queryWorkspace(logAnalyticsId, query, timespan, {
      serverTimeoutInSeconds,
      abortSignal: AbortSignal.timeout(answerWithinMs),
      // The SDK makes dates of times, which cuts them to milliseconds: rows are taken as they were sent.
      onResponse: (response) => void (body = response.bodyAsText ?? ''),
    });
    if (answer.status !== LogsQueryResultStatus.Success) return undefined;
    return (JSON.parse(body) as { tables: LogTable[] }).tables[0];
  }

  return {
    async rows({ logAnalyticsId, table, slice, share }) {
      try {
        const found = await ask(logAnalyticsId, rowQuery(table, slice, maxRows + 1, share), slice);
        if (!found || found.rows.length > maxRows) return undefined;
        return rowTexts(table, found);
      } catch (error) {
        if (isTimeout(error)) return undefined;
        throw refusalOf(error, table) ?? error;
      }
    },
    async counts(logAnalyticsId, table, slices) {
      const whole = { from: slices[0]!.from, to: slices.at(-1)!.to };
      try {
        const found = await ask(logAnalyticsId, countQuery(table, slices, whole), whole);
        const [row] = found?.rows ?? [];
        if (!row || row.length !== slices.length) throw new Error('Log Analytics counted in part only');
        return row.map(Number);
      } catch (error) {
        throw refusalOf(error, table) ?? error;
      }
    },
  };
}
