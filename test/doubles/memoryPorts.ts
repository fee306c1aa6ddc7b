import type { FindingDocument, ResourceDocument } from '../../shared/model/documents';
import type { EventPage } from '../../shared/model/eventPage';
import type { QuarantineEntry } from '../../shared/model/quarantine';
import type { DeliveryMessage, Ports, Signal, WorkMessage } from '../../shared/flows/ports';
import { memoryFindings } from './memory/findings';
import { memoryResources } from './memory/resources';
import { memoryProfiles, memoryRuns, memorySecrets, memorySettings } from './memory/settings';
import { memoryFingerprints, memoryPages, memoryQuarantine } from './memory/telemetry';

/** What was written where, for a test to look at; set `clock.now` to move the time. */
export interface MemoryPorts {
  ports: Ports;
  clock: { now: Date };
  resourceFeed: ResourceDocument[];
  findingFeed: FindingDocument[];
  findings: () => FindingDocument[];
  pages: EventPage[];
  quarantine: Map<string, QuarantineEntry>;
  signals: Signal[];
  work: { message: WorkMessage; delaySeconds: number }[];
  deliveries: { message: DeliveryMessage; delaySeconds: number }[];
  log: { level: 'info' | 'warn'; message: string; facts: Record<string, unknown> }[];
}

/** Every port in memory, with the etag and Conflict rules of the real ones. Override single ports to make them fail. */
export function memoryPorts(overrides: Partial<Ports> = {}): MemoryPorts {
  const clock = { now: new Date('2026-11-21T12:00:00.000Z') };
  const resources = memoryResources();
  const findings = memoryFindings();
  const pages = memoryPages();
  const quarantine = memoryQuarantine();
  const signals: Signal[] = [];
  const work: MemoryPorts['work'] = [];
  const deliveries: MemoryPorts['deliveries'] = [];
  const log: MemoryPorts['log'] = [];
  const ports: Ports = {
    now: () => clock.now,
    pages: pages.store,
    resources: resources.store,
    findings: findings.store,
    settings: memorySettings(),
    secrets: memorySecrets(),
    runs: memoryRuns(),
    profiles: memoryProfiles(),
    quarantine: quarantine.store,
    fingerprints: memoryFingerprints(),
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
    findings: findings.all,
    pages: pages.pages,
    quarantine: quarantine.entries,
    signals,
    work,
    deliveries,
    log,
  };
}
