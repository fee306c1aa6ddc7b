import type { HubBatch } from '../core/ingest/hubMessages';
import type { QuarantineEntry } from '../model/quarantine';
import type { TrustedWorkspace } from './pageLanes';

/** Names the workspace that the ingest door vouched for on each entry: it is counted there, and a replay is sealed for it anew. */
export function withWorkspaces(
  entries: QuarantineEntry[],
  { messages }: HubBatch,
  trustedOf: TrustedWorkspace | undefined,
): QuarantineEntry[] {
  if (entries.length === 0 || trustedOf === undefined) return entries;
  const wanted = new Set(entries.map(({ sequence }) => sequence));
  const known = new Map<number, string | undefined>();
  for (const message of messages) if (wanted.has(message.sequence)) known.set(message.sequence, trustedOf(message));
  return entries.map((entry) => {
    const workspaceId = known.get(entry.sequence);
    return workspaceId === undefined ? entry : { ...entry, workspaceId };
  });
}
