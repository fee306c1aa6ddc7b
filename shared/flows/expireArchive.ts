import { archiveCutoff } from '../core/workspace/retention';
import { retentionDefaults } from '../core/workspace/defaultWorkspace';
import { eachOf } from './eachOf';
import type { Ports } from './ports';
import type { WorkMessage } from './ports/queues';

const width = 16;
const blobsPerPiece = 500;
/** Greater than every hour. */
const everything = { machines: '~', others: '~' };

/** For the timer: one piece of work for each workspace that has an archive, also for one that is gone. */
export async function enqueueExpiry(ports: Pick<Ports, 'archive' | 'work'>): Promise<{ workspaces: number }> {
  const ids = await ports.archive.workspaceIds();
  await eachOf(ids, width, (workspaceId) => ports.work.send({ kind: 'expireArchive', workspaceId }));
  return { workspaces: ids.length };
}

/**
 * Removes the next blobs that a workspace keeps no longer, and puts the rest on the queue. What belongs to no workspace that is
 * known is kept as long as the default says; only a workspace that is deleted loses all.
 */
export async function expireArchive(
  ports: Pick<Ports, 'archive' | 'workspaces' | 'work' | 'now'>,
  message: Extract<WorkMessage, { kind: 'expireArchive' }>,
): Promise<{ removed: number; more: boolean }> {
  const { workspaceId, all } = message;
  const stored = (await ports.workspaces.list()).find(({ workspace }) => workspace.id === workspaceId);
  const before = all && !stored ? everything : archiveCutoff(stored?.workspace ?? retentionDefaults, ports.now());
  const done = await ports.archive.expire(workspaceId, before, blobsPerPiece);
  if (done.more) await ports.work.send(message);
  return done;
}
