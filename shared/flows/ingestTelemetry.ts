import { boundedEntityKey } from '../core/documentIds';
import type { Detectors } from '../core/detect/createDetectors';
import type { DecodeLimits } from '../core/ingest/decodedBody';
import type { HubBatch } from '../core/ingest/hubMessages';
import { packPages, pageKey, type PageKey } from '../core/ingest/pages';
import { type ArrivedEvent, readBatch } from '../core/ingest/readBatch';
import type { Source } from '../core/ingest/source';
import { type PartitionMemory, takeOver } from './partitionMemory';
import type { Ports, Signal } from './ports';
import { raiseAlerts } from './raiseAlerts';
import { type Home, saveSnapshots } from './saveSnapshots';

export interface IngestUnits {
  sources: Source[];
  detectors: Detectors;
  limits: DecodeLimits;
  home: Home;
}

/** Records, but for alerts, snapshots, signals and pages. received = stored + duplicates + quarantined. */
export interface IngestSummary {
  received: number;
  stored: number;
  duplicates: number;
  quarantined: number;
  events: number;
  pages: number;
  snapshots: number;
  signals: number;
  alerts: number;
}

export type IngestPorts = Pick<
  Ports,
  'now' | 'pages' | 'fingerprints' | 'quarantine' | 'resources' | 'settings' | 'findings' | 'signals'
>;

/**
 * The way of telemetry: decode, normalise, drop what is known, then write all that the batch causes, and its pages last. A
 * stored page is the mark that its records are done: after a crash the hub sends the rest again, the effects are
 * idempotent, and nothing is stored twice.
 */
export function createIngest(ports: IngestPorts, units: IngestUnits): (batch: HubBatch) => Promise<IngestSummary> {
  const memories = new Map<string, Promise<PartitionMemory>>();

  return async (batch) => {
    const { partitionId, messages } = batch;
    const arrivingAt = messages[0]?.enqueuedAt ?? ports.now().toISOString();
    const known = memories.get(partitionId) ?? takeOver(ports, [units.home.workspaceId], partitionId, arrivingAt);
    memories.set(partitionId, known);
    try {
      return await ingest(ports, units, await known, batch);
    } catch (error) {
      // Another instance may have written meanwhile: ask again what is held.
      memories.delete(partitionId);
      throw error;
    }
  };
}

async function ingest(
  ports: IngestPorts,
  units: IngestUnits,
  memory: PartitionMemory,
  batch: HubBatch,
): Promise<IngestSummary> {
  const read = readBatch(batch, units.sources, units.limits);
  const { fresh, duplicates } = await withoutKnown(memory, units, batch.partitionId, read.events);
  const events = fresh.map(({ event }) => event);
  const findings = units.detectors.observe(events);
  const signals = signalsOf(units.detectors, batch.partitionId, fresh);

  if (read.quarantined.length > 0) await ports.quarantine.put(read.quarantined);
  const snapshots = await saveSnapshots(
    ports,
    units.home,
    events.flatMap(({ snapshot }) => (snapshot ? [snapshot] : [])),
  );
  const alerts = await raiseAlerts(ports, units.home, findings);
  if (signals.length > 0) await ports.signals.send(signals);

  const pages = await storePages(ports, memory, units, batch.partitionId, fresh);
  for (const { event, enqueuedAt } of fresh) memory.fingerprints.add(event.id, enqueuedAt);
  const last = read.events.at(-1);
  if (last) await memory.saveWhenDue(last);

  const stored = fresh.reduce((sum, { records }) => sum + records, 0);
  return {
    received: read.received,
    stored,
    duplicates,
    quarantined: read.quarantined.length,
    events: fresh.length,
    pages,
    snapshots,
    signals: signals.length,
    alerts,
  };
}

const keyOf = ({ home }: IngestUnits, hubPartition: string, { enqueuedAt }: ArrivedEvent): PageKey => ({
  workspaceId: home.workspaceId,
  hour: enqueuedAt.slice(0, 13),
  hubPartition,
});

/** Drops what its page partition holds already (redelivery) and what the sender sent before (same id). */
async function withoutKnown(
  memory: PartitionMemory,
  units: IngestUnits,
  hubPartition: string,
  events: ArrivedEvent[],
): Promise<{ fresh: ArrivedEvent[]; duplicates: number }> {
  const inBatch = new Set<string>();
  const fresh: ArrivedEvent[] = [];
  let duplicates = 0;
  let hour = '';
  let held = '';
  for (const arrived of events) {
    if (arrived.enqueuedAt.slice(0, 13) !== hour) {
      hour = arrived.enqueuedAt.slice(0, 13);
      held = await memory.heldUpTo(pageKey(keyOf(units, hubPartition, arrived)));
    }
    const { id } = arrived.event;
    if (arrived.position <= held || inBatch.has(id) || memory.fingerprints.has(id)) {
      duplicates += arrived.records;
      continue;
    }
    inBatch.add(id);
    fresh.push(arrived);
  }
  return { fresh, duplicates };
}

/** One event may say several things of one entity: each has a position of its own, so that none passes for a repeat. */
function signalsOf(detectors: Detectors, partition: string, fresh: ArrivedEvent[]): Signal[] {
  return fresh.flatMap(({ event, position }) =>
    detectors.observationsOf(event).map((observation, ordinal) => ({
      observation: { ...observation, entityKey: boundedEntityKey(observation.entityKey) },
      origin: { partition, position: `${position}.${String(ordinal).padStart(4, '0')}` },
    })),
  );
}

async function storePages(
  ports: IngestPorts,
  memory: PartitionMemory,
  units: IngestUnits,
  hubPartition: string,
  fresh: ArrivedEvent[],
): Promise<number> {
  const byHour = new Map<string, ArrivedEvent[]>();
  for (const arrived of fresh) {
    const pk = pageKey(keyOf(units, hubPartition, arrived));
    const group = byHour.get(pk);
    if (group) group.push(arrived);
    else byHour.set(pk, [arrived]);
  }
  let count = 0;
  for (const [pk, group] of byHour) {
    const pages = await packPages(keyOf(units, hubPartition, group[0]!), group);
    await ports.pages.append(pages);
    memory.wrote(pk, pages.at(-1)!.last);
    count += pages.length;
  }
  return count;
}
