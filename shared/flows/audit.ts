import { auditId, partitionOf } from '../core/documentIds';
import type { AuditDocument, AuditEntry } from '../model/audit';
import type { Ports } from './ports';

const keptSeconds = 400 * 24 * 3600;

/** Keeps what was done, beside what it was done to. `newId` tells entries of the same moment apart. */
export async function audit(
  { ports, newId, workspaceId }: { ports: Pick<Ports, 'now' | 'findings'>; newId: () => string; workspaceId: string },
  entry: Omit<AuditEntry, 'at'>,
): Promise<void> {
  const now = ports.now();
  const document: AuditDocument = {
    id: auditId(now.getTime(), newId()),
    kind: 'audit',
    workspaceId,
    ...partitionOf(entry.resourceId),
    resourceId: entry.resourceId,
    version: now.getTime(),
    ttl: keptSeconds,
    entry: { at: now.toISOString(), ...entry },
  };
  await ports.findings.save([document]);
}
