import type { MachineFacts } from '../shared/model/machineFacts';
import { collectAudit } from './audit/collectAudit';
import type { AuditPosition } from './audit/position';
import { collectFacts } from './collectFacts';
import { envelopeOf } from './envelope';
import { fitFacts } from './fitFacts';
import { openMachineRoot } from './machineRoot';
import type { AgentRecord } from './record';
import { agentVersion } from './version';

export interface CollectOptions {
  /** Folder that is the machine's `/`; default `/`. */
  root?: string | undefined;
  /** Azure resource id of the machine. */
  resourceId: string;
  now: Date;
  /** Where the collector writes what it has to say. */
  logPath?: string | undefined;
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

/** Everything there is to say of a machine now: facts, new audit lines, heartbeat. */
export async function collect(options: CollectOptions): Promise<AgentRecord[]> {
  return (await collectAll(options)).records;
}

/** Like `collect`, with where the audit log was read to. */
export async function collectAll(options: CollectOptions): Promise<Collection> {
  const audit = collectAudit(options);
  const facts = await factsRecord(options, () => ({ unreadable: unreadableOf(audit) }));
  const unreadable = Object.keys(facts.body.unreadable);
  const { logPath } = options;
  const body = { agentVersion, unreadable, ...(audit.state && { audit: audit.state }), ...(logPath && { logPath }) };
  const { resourceId, hostName, time } = facts;
  const heartbeat: AgentRecord = { skywarden: 'heartbeat/1', resourceId, hostName, time, body };
  return { ...audit, records: [facts, ...audit.records, heartbeat] };
}

export type FactsRecord = Extract<AgentRecord, { skywarden: 'facts/1' }>;

export const unreadableOf = ({ reason }: { reason?: string | undefined }): Record<string, string> =>
  reason === undefined ? {} : { auditLog: reason };

/** What other parts of the collector have to add to the facts. */
export interface OtherFacts {
  facts?: Pick<MachineFacts, 'fileIntegrity'>;
  unreadable: Record<string, string>;
}

/** The facts alone. `others` is asked last. */
export async function factsRecord(options: CollectOptions, others: () => OtherFacts): Promise<FactsRecord> {
  const root = openMachineRoot(options.root);
  const envelope = envelopeOf(root, options.resourceId, options.now);
  const facts = await collectFacts(root, envelope.hostName, options.now);
  const { logPath } = options;
  const { facts: more, unreadable } = others();
  const known = { ...facts, ...more, ...(logPath && { logPath }) };
  const body = fitFacts({ ...known, unreadable: { ...facts.unreadable, ...unreadable } }, factsLimit);
  return { skywarden: 'facts/1', ...envelope, body };
}
