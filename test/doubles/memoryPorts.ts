import type { FindingDocument } from '../../shared/model/documents/findings';
import type { ResourceDocument } from '../../shared/model/documents/resources';
import type { EventPage } from '../../shared/model/eventPage';
import type { PolicyDocument } from '../../shared/model/policy';
import type { QuarantineEntry } from '../../shared/model/quarantine';
import type { RecordCount } from '../../shared/model/recordCount';
import type { ClosedAlert, PartitionLag, StaleCount } from '../../shared/flows/ports/metrics';
import type { DeliveryMessage, WorkMessage } from '../../shared/flows/ports/queues';
import type { DoorMessage } from '../../shared/flows/ports/door';
import type { HubPartition, ReplayedMessage } from '../../shared/flows/ports/telemetryHub';
import type { Ports } from '../../shared/flows/ports';
import type { Signal } from '../../shared/core/detect/signal';
import { memoryAlertSettings } from './memory/alertSettings';
import { memoryPolicies } from './memory/policies';
import { memoryProvisioning } from './memory/provisioning';
import { memoryArchive } from './memory/archive';
import { memoryCompliance } from './memory/compliance';
import { noResourceManager } from './memory/resourceManager';
import { memoryDoor, memoryIngestKeys, memoryInstalledFiles } from './memory/door';
import { memoryFindings } from './memory/findings';
import { memoryMachineTasks } from './memory/machineTasks';
import { memoryFeedNetwork, memoryIntel, memoryIntelBlobs } from './memory/intel';
import { memoryAzure, memoryDirectory, memoryInventory } from './memory/inventory';
import { memoryMeter, memoryMetrics } from './memory/metrics';
import { memoryTelemetryHub } from './memory/telemetryHub';
import { memoryFlowLogBlobs, memoryLogTables, memoryReaders } from './memory/readers';
import { memoryResources } from './memory/resources';
import { memoryProfiles, memoryRuns, memorySecrets, memorySettings } from './memory/settings';
import { memoryRuleFiles, memoryRuleSwitches } from './memory/ruleFiles';
import { memorySourceMappings } from './memory/sourceMappings';
import { memoryFingerprints, memoryPages, memoryQuarantine } from './memory/telemetry';
import { memoryWorkspaces } from './memory/workspaces';

/** What was written where, for a test to look at; set `clock.now` to move the time. */
export interface MemoryPorts {
  ports: Ports;
  clock: { now: Date };
  resourceFeed: ResourceDocument[];
  findingFeed: FindingDocument[];
  policyFeed: PolicyDocument[];
  findings: () => FindingDocument[];
  pages: EventPage[];
  /** Bytes of the archive by name of the blob. */
  archive: Map<string, Buffer>;
  /** What feeds hold, and their index, by name of the blob. */
  intel: Map<string, Buffer>;
  quarantine: Map<string, QuarantineEntry>;
  /** What the ingest door forwarded. */
  forwarded: DoorMessage[];
  signals: Signal[];
  /** What OpenTelemetry was told. */
  metered: { records: RecordCount[]; lags: PartitionLag[][]; closed: ClosedAlert[]; stale: StaleCount[] };
  /** What the telemetry hub says of its partitions, and what was sent to it again. */
  hub: { ends: HubPartition[]; resent: ReplayedMessage[] };
  work: { message: WorkMessage; delaySeconds: number }[];
  deliveries: { message: DeliveryMessage; delaySeconds: number }[];
  log: { level: 'info' | 'warn'; message: string; facts: Record<string, unknown> }[];
}

/** Every port in memory, with the etag and Conflict rules of the real ones. Override single ports to make them fail. */
export function memoryPorts(overrides: Partial<Ports> = {}): MemoryPorts {
  const clock = { now: new Date('2026-11-21T12:00:00.000Z') };
  const resources = memoryResources();
  const findings = memoryFindings();
  const policies = memoryPolicies();
  const pages = memoryPages();
  const archive = memoryArchive();
  const intel = memoryIntelBlobs(() => clock.now);
  const quarantine = memoryQuarantine();
  const door = memoryDoor();
  const signals: Signal[] = [];
  const { meter, ...metered } = memoryMeter();
  const { hub: telemetryHub, ...hub } = memoryTelemetryHub();
  const work: MemoryPorts['work'] = [];
  const deliveries: MemoryPorts['deliveries'] = [];
  const log: MemoryPorts['log'] = [];
  const ports: Ports = {
    now: () => clock.now,
    pages: pages.store,
    archive: archive.store,
    workspaces: memoryWorkspaces(),
    resources: resources.store,
    findings: findings.store,
    settings: memorySettings(),
    alertSettings: memoryAlertSettings(),
    policies: policies.store,
    compliance: memoryCompliance(),
    resourceManager: noResourceManager,
    provisioning: memoryProvisioning(),
    secrets: memorySecrets(),
    ingestKeys: memoryIngestKeys(),
    sourceMappings: memorySourceMappings(),
    ruleFiles: memoryRuleFiles(),
    ruleSwitches: memoryRuleSwitches(),
    machineTasks: memoryMachineTasks(),
    door: door.sender,
    installedFiles: memoryInstalledFiles,
    runs: memoryRuns(),
    profiles: memoryProfiles(),
    quarantine: quarantine.store,
    quarantineEntries: quarantine.listing,
    metrics: memoryMetrics().store,
    telemetryHub,
    meter,
    fingerprints: memoryFingerprints(),
    readers: memoryReaders(),
    logTables: memoryLogTables,
    flowLogBlobs: memoryFlowLogBlobs,
    azure: memoryAzure,
    directory: memoryDirectory,
    inventory: memoryInventory(),
    intel: memoryIntel(),
    intelBlobs: intel.store,
    feedNetwork: memoryFeedNetwork,
    signals: { send: async (sent) => void signals.push(...sent) },
    work: { send: async (message, delaySeconds = 0) => void work.push({ message, delaySeconds }) },
    deliveries: { send: async (message, delaySeconds = 0) => void deliveries.push({ message, delaySeconds }) },
    log: {
      info: (message, facts = {}) => void log.push({ level: 'info', message, facts }),
      warn: (message, facts = {}) => void log.push({ level: 'warn', message, facts }),
    },
    ...overrides,
  };
  return {
    ports,
    clock,
    resourceFeed: resources.feed,
    findingFeed: findings.feed,
    policyFeed: policies.feed,
    findings: findings.all,
    pages: pages.pages,
    archive: archive.blobs,
    intel: intel.blobs,
    quarantine: quarantine.entries,
    forwarded: door.sent,
    signals,
    metered,
    hub,
    work,
    deliveries,
    log,
  };
}
