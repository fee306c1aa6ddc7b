import { z } from 'zod';
import type { JsonObject } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';
import type { ApiCall } from '../apiAccess';
import { jsonFiles, readDocuments } from '../assess/readDocuments';
import type { PolicyOptions, Print } from './policyOptions';

/** A request body holds 1 MB. */
const maxBytes = 900_000;
const maxItems = 200;

const answerSchema = z.object({
  created: z.number(),
  replaced: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
  results: z.array(
    z.looseObject({
      index: z.number(),
      id: z.string().optional(),
      outcome: z.string(),
      message: z.string().optional(),
      warnings: z.array(z.string()),
    }),
  ),
});

interface Item {
  file: string;
  json: JsonObject;
}

/** Sends the objects of files in pieces, initiatives after definitions. Answers 1 when something was rejected. */
export async function importFiles(
  api: ApiCall,
  paths: readonly string[],
  { scope, json: asJson }: PolicyOptions,
  print: Print,
): Promise<number> {
  const items: Item[] = [];
  for (const file of paths.flatMap(jsonFiles))
    for (const json of await readDocuments(file)) items.push({ file, json: withoutRows(json) });
  if (items.length === 0) throw new Rejected('NothingToImport', `There is no JSON in ${paths.join(', ')}.`);
  const query = scope === undefined ? '' : `?scope=${encodeURIComponent(scope)}`;
  const total = { created: 0, replaced: 0, unchanged: 0, rejected: 0 };
  for (const piece of pieces([...items].sort((a, b) => rank(a) - rank(b)))) {
    const { results, ...counts } = answerSchema.parse(
      await api.post(
        `/api/v1/policies/import${query}`,
        piece.map(({ json }) => json),
      ),
    );
    for (const [name, count] of Object.entries(counts)) total[name as keyof typeof total] += count;
    for (const { index, id, outcome, message, warnings } of results) {
      if (asJson) continue;
      const what = id ?? piece[index]?.file ?? '';
      if (outcome === 'rejected') print(`${what} rejected: ${message ?? ''}`);
      for (const warning of warnings) print(`${what}: ${warning}`);
    }
  }
  print(asJson ? JSON.stringify(total) : sentence(total));
  return total.rejected > 0 ? 1 : 0;
}

const sentence = (total: Record<string, number>): string =>
  Object.entries(total)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');

/** Starts reading from Azure; what became of it is an audit entry of the subscription. */
export async function importFromAzure(api: ApiCall, subscription: string, print: Print): Promise<number> {
  const id = subscription.replace(/^\/subscriptions\//i, '');
  await api.post(`/api/v1/subscriptions/${encodeURIComponent(id)}/policies/import`, {});
  print(`The policies of ${id} are being read; its audit entries tell when that is done.`);
  return 0;
}

/** A row of Resource Graph names its tenant and group beside what it is. */
const rowMembers = new Set(['tenantId', 'subscriptionId', 'resourceGroup']);
const withoutRows = (json: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(json).filter(([name]) => !rowMembers.has(name)));

/** Definitions, initiatives, assignments, exemptions. */
function rank({ json }: Item): number {
  const { properties } = json;
  const members = typeof properties === 'object' && properties !== null ? properties : json;
  if ('policyAssignmentId' in members) return 3;
  if ('policyDefinitionId' in members) return 2;
  return 'policyDefinitions' in members ? 1 : 0;
}

function* pieces(items: readonly Item[]): Generator<Item[]> {
  let piece: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item.json));
    if (piece.length > 0 && (piece.length >= maxItems || bytes + size > maxBytes)) {
      yield piece;
      [piece, bytes] = [[], 0];
    }
    piece.push(item);
    bytes += size;
  }
  if (piece.length > 0) yield piece;
}
