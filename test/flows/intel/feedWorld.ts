import { guardedFeeds } from '../../../shared/adapters/network/guardedFeeds';
import { intelFeedKey } from '../../../shared/core/documentIds';
import { openIntel } from '../../../shared/core/detect/intel/compiledIntel';
import { defaultValidity } from '../../../shared/core/detect/intel/feedValidity';
import type { IntelFeed } from '../../../shared/model/intelFeed';
import { compileLists } from '../../../shared/flows/intel/compileLists';
import { pullFeed } from '../../../shared/flows/intel/pullFeed';
import { type MemoryPorts, memoryPorts } from '../../doubles/memoryPorts';
import type { FeedServer } from '../../doubles/taxii/feedServer';

export const message = { kind: 'pullFeed', feed: 'feed' } as const;

export interface FeedWorld {
  memory: MemoryPorts;
  server: FeedServer;
  save(changes: Partial<IntelFeed>): Promise<void>;
  pull(): ReturnType<typeof pullFeed>;
  /** Values of the indicators that the index, built now, has. */
  values(): Promise<string[]>;
  /** Minutes go by. */
  pass(minutes: number): void;
  state(): Promise<NonNullable<Awaited<ReturnType<MemoryPorts['ports']['intel']['state']>>>>;
}

/** A feed of a server over HTTPS, pulled by the real client into stores in memory. */
export async function feedWorld(server: FeedServer, changes: Partial<IntelFeed> = {}): Promise<FeedWorld> {
  const memory = memoryPorts();
  memory.ports.feedNetwork = guardedFeeds(['localhost'], { ca: server.ca, timeoutMs: 5_000 });
  Object.assign(server, { paging: 'next', pageSize: 2, faults: [], requests: [] });
  const { ports } = memory;
  const feed: IntelFeed = {
    name: 'feed',
    enabled: true,
    format: 'plain',
    url: `${server.url}/list.txt`,
    auth: { type: 'none' },
    confidence: 60,
    validDays: defaultValidity,
    effect: 'allow',
    intervalMinutes: 60,
    ...changes,
  };
  const save = async (more: Partial<IntelFeed>): Promise<void> => {
    const stored = await ports.intel.feed('feed');
    const document = {
      kind: 'intelFeed',
      ...intelFeedKey('feed'),
      workspaceId: 'w',
      feed: { ...feed, ...more },
    } as const;
    await ports.intel.save({ ...document, ...(stored?._etag !== undefined && { _etag: stored._etag }) });
  };
  await save({});
  return {
    memory,
    server,
    save,
    pull: () => pullFeed(ports, message),
    async values() {
      await compileLists(ports);
      const { index } = openIntel((await ports.intelBlobs.compiled())!.data);
      return index
        .all()
        .map(({ value }) => value)
        .sort();
    },
    pass: (minutes) => void (memory.clock.now = new Date(memory.clock.now.getTime() + minutes * 60_000)),
    state: async () => (await ports.intel.state('feed'))!,
  };
}
