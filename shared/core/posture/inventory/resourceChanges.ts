import { z } from 'zod';
import type { JsonObject } from '../../../model/json';

/** Resource Graph keeps changes for 14 days (documented): who was away longer has to walk. */
export const changesKeptMs = 13 * 24 * 3_600_000;
/** Changes become visible late and not in order: each window begins so long before the end of the last one. */
export const overlapMs = 15 * 60_000;

/** The newest change of each resource; `removed` when that was its deletion. */
export interface ResourceChange {
  resourceId: string;
  at: string;
  removed: boolean;
}

/** Of few rows, and of many. Resource Graph joins no other tables than `resources` and its containers in one query. */
export const containerChanges = 'resourcecontainerchanges';
export const changesOfResources = 'resourcechanges';

/** Changes from `from` on and before `to`, oldest first. `id` is asked for because pages need it. */
export const changesQuery = (table: string, { from, to }: { from: string; to: string }): string =>
  [
    table,
    'extend at = todatetime(properties.changeAttributes.timestamp)',
    `where at >= datetime(${from}) and at < datetime(${to})`,
    'project id, at, changeType = tostring(properties.changeType), targetResourceId = tostring(properties.targetResourceId)',
    'order by at asc, id asc',
  ].join(' | ');

/** Rows of the resources with these ids. */
export const idsQuery = (table: string, ids: readonly string[]): string =>
  `${table} | where id in~ (${ids.map(quoted).join(', ')}) | order by id asc`;

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

const rowSchema = z.looseObject({
  at: z.string(),
  changeType: z.string(),
  targetResourceId: z.string().min(1),
});

/** Rows that are no changes are left out and counted by the caller: it knows how many it gave. */
export function newestChanges(rows: readonly JsonObject[]): { changes: ResourceChange[]; faults: number } {
  const newest = new Map<string, ResourceChange>();
  let faults = 0;
  for (const row of rows) {
    const { success, data } = rowSchema.safeParse(row);
    if (!success || Number.isNaN(Date.parse(data.at))) {
      faults += 1;
      continue;
    }
    const key = data.targetResourceId.toLowerCase();
    const known = newest.get(key);
    if (known && Date.parse(known.at) > Date.parse(data.at)) continue;
    const removed = data.changeType.toLowerCase() === 'delete';
    newest.set(key, { resourceId: data.targetResourceId, at: data.at, removed });
  }
  return { changes: [...newest.values()], faults };
}
