import fc from 'fast-check';
import type { HubMessage } from '../../shared/core/ingest/hubMessages';
import { pageKey } from '../../shared/core/ingest/pages';
import { readBatch } from '../../shared/core/ingest/readBatch';
import { machineIdOf } from '../../shared/core/workspace/machine';
import { assignmentsOf, workspaceAt } from '../../shared/core/workspace/routing';
import { archivedPages } from '../../shared/flows/archivedPages';
import { createIngest, type IngestUnits } from '../../shared/flows/ingestTelemetry';
import { archiveLimits, searchEvents, searchLimits } from '../../shared/flows/searchEvents';
import type { Workspace } from '../../shared/model/workspace';
import { memoryPorts, type MemoryPorts } from '../doubles/memoryPorts';
import { Crash, type Fate, faultyPorts } from './support/faultyPorts';
import { batchOf, storedEvents, units as plainUnits } from './support/ingestWorld';
import { storeWorkspaces, workspace } from './support/workspaces';

/** The machine of a subscription, or something in it that is no machine. */
const resource = (number: number, kind: 'machine' | 'account') =>
  `/subscriptions/00000000-0000-0000-0000-00000000000${number}/resourceGroups/rg/providers/` +
  (kind === 'machine' ? 'Microsoft.Compute/virtualMachines/vm' : 'Microsoft.Storage/storageAccounts/lake');
const scopeOf = (number: number) => `/subscriptions/00000000-0000-0000-0000-00000000000${number}`;
const start = Date.parse('2026-11-21T06:55:00Z');
const at = (minutes: number): string => new Date(start + minutes * 60_000).toISOString();

const units: IngestUnits = {
  ...plainUnits,
  workspaceOf: ({ properties }) => properties['door'] as string | undefined,
};

const scope = fc
  .record({
    number: fc.integer({ min: 1, max: 3 }),
    since: fc.integer({ min: -60, max: 60 }),
    lasting: fc.option(fc.integer({ min: 0, max: 100 })),
    existing: fc.boolean(),
  })
  .map(({ number, since, lasting, existing }) => ({
    scope: scopeOf(number),
    since: at(since),
    ...(lasting !== null && { until: at(since + lasting) }),
    existing,
  }));
const workspaces = fc.tuple(
  ...['alpha', 'beta'].map((id) =>
    fc
      .record({ scopes: fc.array(scope, { maxLength: 3 }), keepAllSources: fc.boolean() })
      .map((settings) => workspace(id, settings)),
  ),
);
/** With a time of its own, a record is the same one wherever it is sent. */
const record = fc
  .record({ n: fc.integer({ min: 0, max: 3 }), timestamp: fc.constantFrom(at(0), undefined) })
  .map((one) => JSON.stringify(one));
const message = fc.record({
  body: fc.array(record, { minLength: 1, maxLength: 4 }).map((all) => `[${all.join(',')}]`),
  resourceId: fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom('machine' as const, 'account' as const))
    .map(([number, kind]) => resource(number, kind)),
  door: fc.option(fc.constantFrom('alpha', 'Beta', 'gamma'), { nil: undefined, freq: 4 }),
});
const messages = fc.array(message, { minLength: 1, maxLength: 20, size: 'max' }).map((all) =>
  all.map(({ body, resourceId, door }, sequence): HubMessage => ({
    body: Buffer.from(body),
    sequence,
    enqueuedAt: at(sequence * 4),
    properties: { resourceId, ...(door !== undefined && { door }) },
  })),
);
const fates = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<Fate>('works') },
    { weight: 1, arbitrary: fc.constantFrom<Fate>('failsBefore', 'failsAfter') },
  ),
  { maxLength: 80 },
);
const steps = fc.array(
  fc.record({ size: fc.integer({ min: 1, max: 8 }), back: fc.integer({ min: 0, max: 5 }), fresh: fc.boolean() }),
  { minLength: 1, maxLength: 12 },
);

async function runHub(
  world: MemoryPorts,
  all: HubMessage[],
  deliveries: { size: number; back: number; fresh: boolean }[],
  given: Fate[],
): Promise<void> {
  const ports = faultyPorts(world.ports, given);
  let ingest = createIngest(ports, units);
  let done = 0;
  for (let turn = 0; done < all.length; turn++) {
    const { size, back, fresh } = deliveries[turn % deliveries.length]!;
    if (fresh) ingest = createIngest(ports, units);
    const begin = turn < deliveries.length ? Math.max(0, done - back) : done;
    const end = Math.min(all.length, Math.max(begin + size, turn < deliveries.length ? 0 : done + 1));
    world.clock.now = new Date(Math.max(world.clock.now.getTime(), Date.parse(all[end - 1]!.enqueuedAt) + 1000));
    try {
      await ingest(batchOf(all.slice(begin, end)));
      done = Math.max(done, end);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }
}

/** Who must have what: each id once in each workspace, in the hour in which it came first. */
function expected(all: HubMessage[], known: Workspace[]): string[] {
  const found = new Map<string, string>();
  for (const one of all) {
    const { events } = readBatch(batchOf([one]), units.sources, units.limits);
    for (const { event, enqueuedAt } of events) {
      const named = one.properties['door'] as string | undefined;
      const settled = workspaceAt(assignmentsOf(known, event.resourceId), undefined, enqueuedAt);
      const workspaceId = named?.toLowerCase() ?? settled ?? 'default';
      const other = machineIdOf(event.resourceId) === undefined;
      const pk = pageKey({ workspaceId, hour: enqueuedAt.slice(0, 13), hubPartition: '0', other });
      const identity = `${workspaceId} ${event.id}`;
      if (!found.has(identity)) found.set(identity, `${pk} ${event.id}`);
    }
  }
  return [...found.values()].sort();
}

const asked = async (world: MemoryPorts, workspaceId: string, archive: boolean): Promise<string[]> => {
  const { ports } = world;
  const pages = archive ? archivedPages(ports, 6) : ports.pages;
  const ids: string[] = [];
  let continuation: string | undefined;
  do {
    const result = await searchEvents(
      { now: () => ports.now(), pages },
      { workspaceId, mayRead: () => true },
      { query: 'Events | project EventId', from: new Date(at(-6000)), to: new Date(at(6000)), top: 3, continuation },
      archive ? archiveLimits : searchLimits,
    );
    ids.push(...result.rows.map(([id]) => id as string));
    continuation = result.continuation;
  } while (continuation !== undefined);
  return ids.sort();
};

test('whatever fails and comes again, each workspace has its own events once, in hot storage and in the archive, and no other has them', async () => {
  let spread = 0;
  await fc.assert(
    fc.asyncProperty(workspaces, messages, steps, fates, async (known, all, deliveries, given) => {
      const world = memoryPorts();
      await storeWorkspaces(world.ports, [...known, workspace('gamma')]);
      await runHub(world, all, deliveries, given);

      const placed = await Promise.all(
        world.pages.map(async (page) => (await storedEvents([page])).map(({ id }) => `${page.pk} ${id}`)),
      );
      const wanted = expected(all, known);
      expect(placed.flat().sort()).toEqual(wanted);
      spread += Number(new Set(wanted.map((one) => one.split('|')[0])).size > 1);

      for (const workspaceId of ['default', 'alpha', 'beta', 'gamma']) {
        const own = wanted.filter((one) => one.startsWith(`${workspaceId}|`)).map((one) => one.split(' ')[1]!);
        expect(await asked(world, workspaceId, false)).toEqual(own.sort());
        expect(await asked(world, workspaceId, true)).toEqual(own.sort());
      }
      // Hot pages expire: the archive has what it was promised, still once and still apart.
      const archived = world.pages.filter((page) => page.archived);
      world.pages.length = 0;
      for (const workspaceId of ['default', 'alpha', 'beta', 'gamma']) {
        const own = await storedEvents(archived.filter((page) => page.workspaceId === workspaceId));
        expect(await asked(world, workspaceId, true)).toEqual(own.map(({ id }) => id).sort());
      }
    }),
    { numRuns: 150 },
  );
  expect(spread).toBeGreaterThan(50);
}, 120_000);
