import { hostname } from 'node:os';
import { readAuditLog, type AuditLines } from './audit/auditLog';
import { packLines, type PackedLines } from './audit/packLines';
import type { AuditPosition } from './audit/position';
import { collectFacts } from './collectFacts';
import { fitFacts } from './fitFacts';
import { openMachineRoot, type MachineRoot } from './machineRoot';
import { reasonOf } from './reasonOf';
import type { AgentRecord } from './record';
import { agentVersion } from './version';

export interface CollectOptions {
  /** Folder that is the machine's `/`; default `/`. */
  root?: string | undefined;
  /** Azure resource id of the machine. */
  resourceId: string;
  now: Date;
  /** Where the last reading of the audit log ended. */
  position?: AuditPosition | undefined;
}

export interface Collection {
  records: AgentRecord[];
  /** To be kept once the records are delivered; absent when there is no audit log. */
  position?: AuditPosition;
  /** Bytes of the audit log that did not fit into this collection. */
  behind: number;
}

/** The hub takes records of up to 256 KB: this leaves room for the envelope. */
const factsLimit = 240 * 1024;
const auditMessageLimit = 200 * 1024;
const auditReadingLimit = 8 * 1024 * 1024;

/** Everything there is to say of a machine now: facts, new audit lines, heartbeat. */
export async function collect(options: CollectOptions): Promise<AgentRecord[]> {
  return (await collectAll(options)).records;
}

/** Like `collect`, with where the audit log was read to. */
export async function collectAll(options: CollectOptions): Promise<Collection> {
  const root = openMachineRoot(options.root);
  const envelope = envelopeOf(root, options);
  const audit = readAudit(root, options);
  const facts = await collectFacts(root, envelope.hostName, options.now);
  if ('reason' in audit) facts.unreadable.auditLog = audit.reason;
  const fitted = fitFacts(facts, factsLimit);
  const unreadable = Object.keys(fitted.unreadable);
  const state = 'reason' in audit ? {} : { audit: stateOf(audit) };
  return {
    records: [
      { skywarden: 'facts/1', ...envelope, body: fitted },
      ...auditRecords(envelope, audit),
      { skywarden: 'heartbeat/1', ...envelope, body: { agentVersion, unreadable, ...state } },
    ],
    ...('reason' in audit ? { behind: 0 } : { position: audit.position, behind: audit.behind }),
  };
}

/** Only the next part of the audit log: for a log that grew by more than one collection takes. */
export function collectAudit(options: CollectOptions): Collection {
  const root = openMachineRoot(options.root);
  const audit = readAudit(root, options);
  if ('reason' in audit) return { records: [], behind: 0 };
  const records = auditRecords(envelopeOf(root, options), audit);
  return { records, position: audit.position, behind: audit.behind };
}

type Audit = (AuditLines & PackedLines) | { reason: string };

function readAudit(root: MachineRoot, { now, position }: CollectOptions): Audit {
  try {
    const read = readAuditLog({ root, now, limit: auditReadingLimit, ...(position && { position }) });
    return { ...read, ...packLines(read.groups, auditMessageLimit) };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

const stateOf = ({ lines, leftOut, behind, gap }: AuditLines & PackedLines) => ({ lines, leftOut, behind, gap });

function auditRecords(envelope: ReturnType<typeof envelopeOf>, audit: Audit): AgentRecord[] {
  if ('reason' in audit) return [];
  return audit.messages.map((lines) => ({ skywarden: 'audit/1', ...envelope, body: { lines } }));
}

function envelopeOf(root: MachineRoot, { resourceId, now }: CollectOptions) {
  return { resourceId, hostName: hostNameOf(root, resourceId), time: now.toISOString() };
}

/** Below another root the files tell the name; else it is the last word of the resource id. */
function hostNameOf(root: MachineRoot, resourceId: string): string {
  const file = ['/proc/sys/kernel/hostname', '/etc/hostname'].find((path) => root.exists(path));
  const named = root.live ? hostname() : file === undefined ? '' : root.readHead(file, 255).trim();
  return named || resourceId.slice(resourceId.lastIndexOf('/') + 1);
}
