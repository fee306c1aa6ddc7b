import type { CollectOptions, Collection } from '../collect';
import { envelopeOf } from '../envelope';
import type { AuditState } from '../heartbeat';
import { openMachineRoot } from '../machineRoot';
import { reasonOf } from '../reasonOf';
import { readAuditLog } from './auditLog';
import { packLines } from './packLines';

export interface AuditCollection extends Collection {
  state?: AuditState;
  /** Why the log cannot be read; then there are no records. */
  reason?: string;
}

/** The hub takes records of up to 256 KB: this leaves room for the envelope. */
const messageLimit = 200 * 1024;
const readingLimit = 8 * 1024 * 1024;

/** The next part of the audit log, at most `limit` bytes of it. */
export function collectAudit(options: CollectOptions, limit = readingLimit): AuditCollection {
  const { resourceId, now, position } = options;
  const root = openMachineRoot(options.root);
  try {
    const read = readAuditLog({ root, now, limit, ...(position && { position }) });
    const { messages, leftOut } = packLines(read.groups, messageLimit);
    const envelope = envelopeOf(root, resourceId, now);
    return {
      records: messages.map((lines) => ({ skywarden: 'audit/1', ...envelope, body: { lines } })),
      position: read.position,
      behind: read.behind,
      state: { lines: read.lines, leftOut, behind: read.behind, gap: read.gap },
    };
  } catch (error) {
    return { records: [], behind: 0, reason: reasonOf(error) };
  }
}
