import { packPages } from '../../shared/core/ingest/pages';
import { enqueueExpiry, expireArchive } from '../../shared/flows/expireArchive';
import { positionOf } from '../../shared/model/eventPage';
import { memoryPorts, type MemoryPorts } from '../doubles/memoryPorts';
import { eventAt } from './support/searchWorld';
import { storeWorkspaces, workspace } from './support/workspaces';

let world: MemoryPorts;
beforeEach(() => (world = memoryPorts()));

/** Archives one event that arrived so many days ago. */
async function archive(workspaceId: string, daysAgo: number, other = false): Promise<void> {
  const hour = new Date(world.clock.now.getTime() - daysAgo * 86_400_000).toISOString().slice(0, 13);
  const positions = [positionOf(1, 0)];
  const placed = [{ event: eventAt(0), position: positions[0]!, records: 1 }];
  const [page] = await packPages({ workspaceId, hour, hubPartition: '0', other }, placed);
  await world.ports.archive.append([{ page: page!, positions }]);
}
const left = (): string[] => [...world.archive.keys()].map((name) => name.split('.')[0]!).sort();
const expire = (workspaceId: string, all?: true) =>
  expireArchive(world.ports, { kind: 'expireArchive', workspaceId, ...(all && { all }) });

test('each workspace that has an archive is a piece of work', async () => {
  await archive('default', 1);
  await archive('gone', 1);
  expect(await enqueueExpiry(world.ports)).toEqual({ workspaces: 2 });
  expect(world.work.map(({ message }) => message)).toEqual([
    { kind: 'expireArchive', workspaceId: 'default' },
    { kind: 'expireArchive', workspaceId: 'gone' },
  ]);
});

test('what is older than a workspace keeps it goes, and nothing else', async () => {
  await storeWorkspaces(world.ports, [
    workspace('short', { retentionDays: 7 }),
    workspace('long', { retentionDays: 90 }),
  ]);
  for (const id of ['short', 'long', 'default', 'gone']) for (const days of [6, 8, 32, 91]) await archive(id, days);
  for (const id of ['short', 'long', 'default', 'gone']) await expire(id);
  expect(left()).toEqual([
    'default/2026-11-13/12/0',
    'default/2026-11-15/12/0',
    'gone/2026-11-13/12/0',
    'gone/2026-11-15/12/0',
    'long/2026-10-20/12/0',
    'long/2026-11-13/12/0',
    'long/2026-11-15/12/0',
    'short/2026-11-15/12/0',
  ]);
});

test('a workspace that no longer keeps all sources loses what is no telemetry of machines', async () => {
  await archive('default', 4, true);
  await archive('default', 1, true);
  await archive('default', 4);
  await expire('default');
  expect(left()).toEqual(['default/2026-11-17/12/0', 'default/2026-11-20/12/0-other']);
});

test('one that was deleted loses all, one that is there again does not', async () => {
  await archive('gone', 1);
  await archive('again', 1);
  await storeWorkspaces(world.ports, [workspace('again')]);
  await expire('gone', true);
  await expire('again', true);
  expect(left()).toEqual(['again/2026-11-20/12/0']);
});

test('what one piece does not manage is put on the queue again', async () => {
  world.ports.archive.expire = async () => ({ removed: 500, more: true });
  expect(await expire('default')).toEqual({ removed: 500, more: true });
  expect(world.work).toEqual([{ message: { kind: 'expireArchive', workspaceId: 'default' }, delaySeconds: 0 }]);
});
