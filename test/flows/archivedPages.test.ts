import { packPages } from '../../shared/core/ingest/pages';
import { archivedPages } from '../../shared/flows/archivedPages';
import type { ArchiveSearch } from '../../shared/flows/ports/archive';
import { searchEvents, searchLimits } from '../../shared/flows/searchEvents';
import { positionOf } from '../../shared/model/eventPage';
import { memoryPorts } from '../doubles/memoryPorts';
import { eventAt } from './support/searchWorld';

const scope = { workspaceId: 'default', mayRead: () => true };

test('hours of arrival are searched from one before the times wanted until the late ones, not beyond now', async () => {
  const world = memoryPorts();
  const asked: ArchiveSearch[] = [];
  world.ports.archive.search = async function* (wanted) {
    asked.push(wanted);
    yield { pages: [] };
  };
  const search = async (from: string, to: string, lateHours: number) => {
    const wanted = { workspaceId: 'default', from, to };
    for await (const _ of archivedPages(world.ports, lateHours).search(wanted)) continue;
  };
  await search('2026-11-20T10:30:00.000Z', '2026-11-20T11:30:00.000Z', 6);
  await search('1970-01-01T00:00:00.000Z', '9999-12-31T00:00:00.000Z', 0);
  expect(asked.map(({ arrivedFrom, arrivedTo }) => [arrivedFrom, arrivedTo])).toEqual([
    ['2026-11-20T09', '2026-11-20T17'],
    ['1970-01-01T00', '2026-11-21T13'],
  ]);
});

test('a way through the archive that meets nothing ends in time, and goes on where it was', async () => {
  const world = memoryPorts();
  const { archive } = world.ports;
  const placed = [{ event: eventAt(1, { id: 'found' }), position: positionOf(1, 0), records: 1 }];
  const [page] = await packPages({ workspaceId: 'default', hour: '2026-11-21T11', hubPartition: '0' }, placed);
  archive.search = async function* (_, continuation) {
    for (let at = Number(continuation ?? 0); at < 10; at += 1) {
      world.clock.now = new Date(world.clock.now.getTime() + 20_000);
      yield { pages: at === 9 ? [page!] : [], continuation: String(at + 1) };
    }
  };
  const rows: unknown[] = [];
  let [continuation, requests]: [string | undefined, number] = [undefined, 0];
  do {
    const result = await searchEvents(
      { now: () => world.clock.now, pages: archivedPages(world.ports, 6) },
      scope,
      { query: 'Events | project EventId', top: 10, continuation },
      { ...searchLimits, maxSeconds: 30 },
    );
    rows.push(...result.rows);
    continuation = result.continuation;
    requests += 1;
  } while (continuation !== undefined);
  expect(rows).toEqual([['found']]);
  expect(requests).toBeGreaterThan(3);
});
