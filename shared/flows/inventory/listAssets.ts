import { partitionOf } from '../../core/documentIds';
import { mayHaveAgent } from '../../core/posture/inventory/agentState';
import { type Asset, assetOf } from '../../core/posture/inventory/asset';
import { type AssetFilter, matchesAsset, matchesResource } from '../../core/posture/inventory/assetFilter';
import type { ResourceDocument } from '../../model/documents/resources';
import { machineFactsType } from '../../model/machineFacts';
import { windowsStateType } from '../../model/windowsState';
import { parseResourceId } from '../../model/resourceId';
import type { Ports } from '../ports';
import type { Listed, ListOptions } from '../ports/listed';
import type { AssetQuery } from '../ports/resources';

/** A part of the inventory, read as one list. `types`, where only those of the filter can be found there. */
export type AssetScope = Pick<AssetQuery, 'scope' | 'outside' | 'types'>;

export interface AssetListing {
  /** Read one after the other. */
  scopes: readonly AssetScope[];
  filter: AssetFilter;
  order?: AssetQuery['order'];
}

/** A list whose rows the filter mostly leaves out ends after so many pages of the store; the next request goes on. */
const maxRounds = 20;
/** Verdicts and facts of so many are asked for by name, in one query each. */
const maxAtOnce = 250;

/**
 * One page of the inventory: a page may be short, or empty, although more follows. What the store cannot compare is left out after
 * reading; verdicts and facts of a page are read together, for the rows that are left.
 */
export async function listAssets(
  ports: Pick<Ports, 'now' | 'resources' | 'findings'>,
  { scopes, filter, order }: AssetListing,
  { top, continuation }: ListOptions,
): Promise<Listed<Asset>> {
  let position: Position | undefined = continuation === undefined ? { at: 0 } : readPosition(continuation);
  const items: Asset[] = [];
  for (let round = 0; round < maxRounds && position && items.length < top; round += 1) {
    const scope = scopes[position.at];
    if (!scope) {
      position = undefined;
      break;
    }
    const listed: Listed<ResourceDocument> = await ports.resources.assets(
      { ...scope, types: scope.types ?? filter.types, order },
      { top: Math.min(top - items.length, maxAtOnce), continuation: position.continuation },
    );
    const matching = listed.items.filter((document) => matchesResource(filter, document));
    const assets = await knownAbout(ports, matching);
    items.push(...assets.filter((asset) => matchesAsset(filter, asset)));
    position = next(position, listed.continuation, scopes.length);
  }
  return { items, ...(position && { continuation: JSON.stringify([position.at, position.continuation ?? null]) }) };
}

/** Verdicts, open alerts, and when the collector last reported, of a page of resources. */
export async function knownAbout(
  ports: Pick<Ports, 'now' | 'resources' | 'findings'>,
  documents: readonly ResourceDocument[],
): Promise<Asset[]> {
  const machines = documents.filter(({ type }) => mayHaveAgent(type)).map(({ resourceId }) => partitionOf(resourceId));
  if (documents.length === 0) return [];
  const ids = documents.map(({ resourceId }) => resourceId);
  const [judgements, alerts, facts] = await Promise.all([
    ports.findings.judgementsOf(ids),
    ports.findings.openAlerts(ids),
    machines.length === 0 ? [] : ports.resources.lastSeen(machines, [machineFactsType, windowsStateType]),
  ]);
  const judged = new Map(judgements.map((one) => [parseResourceId(one.resourceId).id, one.judgement]));
  const seen = new Map(facts.map(({ rootId, observedAt }) => [rootId, observedAt]));
  const open = new Map<string, number>();
  // One resource may be spelled in several ways.
  for (const { resourceId, alerts: count } of alerts) {
    const { id } = parseResourceId(resourceId);
    open.set(id, (open.get(id) ?? 0) + count);
  }
  const now = ports.now();
  return documents.map((document) => {
    const { id, rootId } = parseResourceId(document.resourceId);
    const agentSeenAt = mayHaveAgent(document.type) ? seen.get(rootId) : undefined;
    return assetOf(document, { judgement: judged.get(id), agentSeenAt, openAlerts: open.get(id) }, now);
  });
}

interface Position {
  /** Index of the scope. */
  at: number;
  continuation?: string | undefined;
}

function next({ at }: Position, continuation: string | undefined, scopes: number): Position | undefined {
  if (continuation !== undefined) return { at, continuation };
  return at + 1 < scopes ? { at: at + 1 } : undefined;
}

/** Continuations come back signed: they are what was handed out. */
function readPosition(text: string): Position {
  const [at, continuation] = JSON.parse(text) as [number, string | null];
  return { at, continuation: continuation ?? undefined };
}
