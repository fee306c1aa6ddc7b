import { z } from 'zod';
import { oldestLogMs } from '../core/ingest/pull/beginningOf';
import { flowLogContainers } from '../core/ingest/pull/flowLogPath';
import { storageTarget } from '../core/ingest/pull/storageTarget';
import type { LogReaderDocument } from '../model/documents/readers';
import type { LogSource } from '../model/logReader';
import { Rejected } from '../model/rejected';
import { badRequest } from './httpError';
import type { RequestContext } from './requestContext';

/** The name goes into a query as it is. */
const table = z.string().regex(/^[A-Za-z_]\w{0,127}$/, 'must be the name of a table');
const container = z.string().regex(/^[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){2,62}$/, 'must be the name of a container');
const unique = (values: string[]): boolean => new Set(values).size === values.length;

const sourceSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('logAnalytics'),
    logAnalyticsId: z.guid().toLowerCase().meta({ description: 'Workspace id of the Log Analytics workspace' }),
    tables: z.array(table).min(1).max(100).refine(unique, 'must not name a table twice'),
    lateMinutes: z
      .int()
      .min(1)
      .max(600)
      .default(10)
      .meta({ description: 'How long after its ingestion a row may become visible' }),
  }),
  z.strictObject({
    type: z.literal('flowLogs'),
    storageUrl: z.string().max(512).meta({ description: 'Blob endpoint of the storage account' }),
    containers: z
      .array(container)
      .min(1)
      .max(20)
      .refine(unique, 'must not name a container twice')
      .default(flowLogContainers),
  }),
]);

export const logReaderBody = z.strictObject({
  enabled: z.boolean().default(true),
  since: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'Read what was ingested or logged from then on, at most 31 days back; default: from now' }),
  workspaceId: z.string().max(128).optional().meta({ description: 'Workspace the events go to' }),
  source: sourceSchema,
});
export type LogReaderBody = z.infer<typeof logReaderBody>;

/** Throws HttpError 400. */
export function sourceOf({ deps }: RequestContext, { source }: LogReaderBody): LogSource {
  if (source.type === 'logAnalytics') return source;
  try {
    return { ...source, storageUrl: storageTarget(source.storageUrl, deps.allowedTargets) };
  } catch (error) {
    if (error instanceof Rejected) throw badRequest(error.code, `${error.message}.`);
    throw error;
  }
}

/** Throws HttpError 400. */
export function sinceOf({ deps }: RequestContext, { since }: LogReaderBody, stored?: LogReaderDocument): string {
  const now = deps.ports.now().getTime();
  if (since === undefined) return stored?.reader.since ?? new Date(now).toISOString();
  const wanted = new Date(since);
  if (wanted.toISOString() === stored?.reader.since) return stored.reader.since;
  if (wanted.getTime() > now || wanted.getTime() < now - oldestLogMs)
    throw badRequest('InvalidSince', 'The time to read from must lie within the last 31 days.');
  return wanted.toISOString();
}

/** Throws HttpError 400. */
export async function workspaceOf({ deps }: RequestContext, { workspaceId }: LogReaderBody): Promise<string> {
  const wanted = (workspaceId ?? deps.workspaceId).toLowerCase();
  if (wanted === deps.workspaceId.toLowerCase()) return deps.workspaceId;
  const found = (await deps.ports.workspaces.list()).find(({ workspace }) => workspace.id === wanted);
  if (!found) throw badRequest('WorkspaceNotFound', `There is no workspace '${wanted.slice(0, 64)}'.`);
  return found.workspace.id;
}
