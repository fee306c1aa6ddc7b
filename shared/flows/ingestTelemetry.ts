import { boundedEntityKey } from '../core/documentIds';
import type { Detectors } from '../core/detect/createDetectors';
import { countBatch } from '../core/ingest/countBatch';
import type { DecodeLimits } from '../core/ingest/decodedBody';
import type { HubBatch } from '../core/ingest/hubMessages';
import { type ArrivedEvent, readBatch } from '../core/ingest/readBatch';
import type { Source } from '../core/ingest/source';
import type { RecordCount } from '../model/recordCount';
import type { ResourceSnapshot } from '../model/resource';
import type { TelemetryEvent } from '../model/telemetryEvent';
import type { CountedBatch } from './ingestMeter';
import { eachOf } from './eachOf';
import { byWorkspace, withoutKnown, type WorkspaceOf } from './freshEvents';
import { settleMachineTask } from './machineTasks';
import { createMappingDirectory, type MappingDirectory } from './mappingDirectory';
import { entityKeyIn, identitiesIn, isFromDoor, lanesOf, type TrustedWorkspace } from './pageLanes';
import { type PartitionMemory, takeOver } from './partitionMemory';
import { type PlacedObservation, signalsOf } from '../core/detect/signal';
import type { Ports } from './ports';
import { raiseAlerts } from './raiseAlerts';
import { recordNetworkChanges } from './recordNetworkChanges';
import { type Home, saveSnapshots } from './saveSnapshots';
import { settleMachines } from './settleMachines';
import { withWorkspaces } from './quarantineWorkspaces';
import { archiveLanes, packLanes, storeLanes } from './storeLanes';
import { alertedEvents, withoutSuperseded } from './supersededFindings';
import { takeApart } from './takeApart';
import { createWorkspaceDirectory, type WorkspaceDirectory } from './workspaceDirectory';

export interface IngestUnits {
  sources: Source[];
  /** Or what answers them: asked once for each batch, which they do not change under. */
  detectors: Detectors | (() => Detectors);
  limits: DecodeLimits;
  home: Home;
  /** The workspace that the ingest door authenticated the sender of a message for. */
  workspaceOf?: TrustedWorkspace;
  /** Awaited before each batch; must not fail. */
  ready?(): Promise<void>;
  /** Told of each batch once all of it is stored. */
  counted?(batch: CountedBatch): void;
}

type BatchUnits = IngestUnits & { detectors: Detectors };

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
  /** By workspace, source and outcome. */
  counts: RecordCount[];
}

export type IngestPorts = Pick<
  Ports,
  | 'now'
  | 'pages'
  | 'archive'
  | 'workspaces'
  | 'sourceMappings'
  | 'machineTasks'
  | 'fingerprints'
  | 'quarantine'
  | 'resources'
  | 'settings'
  | 'findings'
  | 'alertSettings'
  | 'signals'
>;

/**
 * The way of telemetry: decode, normalise, drop what is known, then write all that the batch causes, and its pages last. A
 * stored page is the mark that its records are done: after a crash the hub sends the rest again, the effects are
 * idempotent, and nothing is stored twice.
 */
export function createIngest(ports: IngestPorts, units: IngestUnits): (batch: HubBatch) => Promise<IngestSummary> {
  const memories = new Map<string, Promise<PartitionMemory>>();
  const directory = createWorkspaceDirectory(ports, units.home);
  const mappings = createMappingDirectory(ports, directory, units.workspaceOf);
  const remember = async (partitionId: string, arrivingAt: string): Promise<PartitionMemory> => {
    const ids = (await directory.known()).all.map(({ id }) => id);
    return takeOver(ports, { ids, home: units.home.workspaceId }, partitionId, arrivingAt);
  };

  return async (batch) => {
    await units.ready?.();
    const { partitionId, messages } = batch;
    const arrivingAt = messages[0]?.enqueuedAt ?? ports.now().toISOString();
    const known = memories.get(partitionId) ?? remember(partitionId, arrivingAt);
    memories.set(partitionId, known);
    try {
      const detectors = typeof units.detectors === 'function' ? units.detectors() : units.detectors;
      return await ingest(ports, { ...units, detectors }, { directory, mappings }, await known, batch);
    } catch (error) {
      // Another instance may have written meanwhile: ask again what is held.
      memories.delete(partitionId);
      throw error;
    }
  };
}

async function ingest(
  ports: IngestPorts,
  units: BatchUnits,
  { directory, mappings }: { directory: WorkspaceDirectory; mappings: MappingDirectory },
  memory: PartitionMemory,
  batch: HubBatch,
): Promise<IngestSummary> {
  const homeId = units.home.workspaceId;
  const read = readBatch(batch, units.sources, units.limits, await mappings.mappingsOf(batch));
  const quarantined = withWorkspaces(read.quarantined, batch, units.workspaceOf);
  const asRead = await lanesOf(directory, batch, read.events, units.workspaceOf);
  const apart = await takeApart(memory, homeId, asRead, read.events);
  const lanes = apart === undefined ? asRead : await lanesOf(directory, batch, apart, units.workspaceOf);
  const { fresh, duplicates, workspaceOf } = await withoutKnown(memory, homeId, lanes, apart ?? read.events);
  const signals = signalsOf(observationsOf(units, batch.partitionId, fresh, workspaceOf));
  const packed = await packLanes(lanes.all, await directory.known());

  let [snapshots, alerts] = [0, 0];
  const causeAll = async (): Promise<void> => {
    if (quarantined.length > 0) await ports.quarantine.put(quarantined);
    const open = fresh.filter((arrived) => !isFromDoor(lanes, arrived));
    await settleMachines(ports, units.home, directory, snapshotsOf(open.map(({ event }) => event)));
    for (const arrived of fresh) {
      const { taskResult, resourceId } = arrived.event;
      if (taskResult && isFromDoor(lanes, arrived))
        await settleMachineTask(ports, workspaceOf(arrived), resourceId, taskResult);
    }
    for (const [workspaceId, events] of byWorkspace(fresh, workspaceOf)) {
      const home = { ...units.home, workspaceId };
      const findings = await withoutSuperseded(ports, events, units.detectors.observe(events));
      const key = (text: string) => entityKeyIn(workspaceId, homeId, text);
      const keyed = findings.map((one) => ({
        ...one,
        entityKey: key(one.entityKey),
        ...(one.identity !== undefined && { identity: key(one.identity) }),
      }));
      alerts += await raiseAlerts(ports, home, keyed);
      // compared with what is stored, so before the snapshots are
      alerts += (await recordNetworkChanges(ports, home, events, alertedEvents(findings))).alerts;
      snapshots += await saveSnapshots(ports, home, snapshotsOf(events));
    }
    if (signals.length > 0) await ports.signals.send(signals);
  };
  await eachOf([causeAll, () => archiveLanes(ports, packed)], 2, (effect) => effect());

  const pages = await storeLanes(ports, memory, packed);
  for (const arrived of fresh)
    for (const id of identitiesIn(workspaceOf(arrived), homeId, arrived.event))
      memory.fingerprints.add(id, arrived.enqueuedAt);
  const last = read.events.at(-1);
  if (last) await memory.saveWhenDue(last);

  const counts = countBatch({ stored: fresh, duplicates, quarantined }, workspaceOf, homeId);
  const done = batch.messages.at(-1);
  if (done) units.counted?.({ partitionId: batch.partitionId, ...done, counts });
  return {
    received: read.received,
    stored: recordsIn(fresh),
    duplicates: recordsIn(duplicates),
    quarantined: quarantined.length,
    events: fresh.length,
    pages,
    snapshots,
    signals: signals.length,
    alerts,
    counts,
  };
}

const snapshotsOf = (events: TelemetryEvent[]): ResourceSnapshot[] =>
  events.flatMap(({ snapshot }) => (snapshot ? [snapshot] : []));

const recordsIn = (events: ArrivedEvent[]): number => events.reduce((sum, { records }) => sum + records, 0);

/** A clock that is ahead by more than this is wrong: what it says happened when it arrived, or it would pass for the newest for long. */
const maxAheadMs = 3_600_000;

const timeOf = (time: string, enqueuedAt: string): string =>
  time > enqueuedAt && Date.parse(time) > Date.parse(enqueuedAt) + maxAheadMs ? enqueuedAt : time;

/** One event may say several things of one entity: each has a position of its own, so that none passes for a repeat. */
function observationsOf(
  { detectors, home }: BatchUnits,
  partition: string,
  fresh: ArrivedEvent[],
  workspaceOf: WorkspaceOf,
): PlacedObservation[] {
  return fresh.flatMap((arrived) =>
    detectors.observationsOf(arrived.event).map((observation, ordinal): PlacedObservation => {
      const workspaceId = workspaceOf(arrived);
      const entityKey = boundedEntityKey(entityKeyIn(workspaceId, home.workspaceId, observation.entityKey));
      const position = `${arrived.position}.${String(ordinal).padStart(4, '0')}`;
      return {
        observation: { ...observation, entityKey, time: timeOf(observation.time, arrived.enqueuedAt) },
        origin: { partition, position, ...(workspaceId !== home.workspaceId && { workspaceId }) },
      };
    }),
  );
}
