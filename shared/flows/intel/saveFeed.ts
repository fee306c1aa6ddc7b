import { intelFeedKey } from '../../core/documentIds';
import type { IntelFeedDocument } from '../../model/intelDocuments';
import type { FeedAuth, IntelFeed } from '../../model/intelFeed';
import type { Ports } from '../ports';
import { untilSaved } from '../untilSaved';

/** After everything that was written. */
const farFuture = new Date(8.64e15);

/** A feed as it is to be; `secret` is new, else the stored one stays. */
export interface FeedDraft {
  feed: IntelFeed;
  secret?: string;
}

interface Writer {
  ports: Pick<Ports, 'intel' | 'secrets' | 'work'>;
  newId: () => string;
  workspaceId: string;
}

/**
 * Creates or replaces a feed; `draftOf` decides on what is stored, is asked again when another writer was faster, and may throw. A new
 * secret is sealed under `newId` before the feed names it, and one that it no longer names is removed afterwards.
 */
export async function saveFeed(
  { ports, newId, workspaceId }: Writer,
  name: string,
  draftOf: (stored: IntelFeed | undefined, secretId: string, etag: string | undefined) => FeedDraft,
): Promise<{ document: IntelFeedDocument; created: boolean }> {
  const secretId = newId();
  const saved = await untilSaved(async () => {
    const stored = await ports.intel.feed(name);
    const { feed, secret } = draftOf(stored?.feed, secretId, stored?._etag);
    if (secret !== undefined) await ports.secrets.seal(secretId, secret);
    const document = await ports.intel.save<IntelFeedDocument>({
      kind: 'intelFeed',
      ...intelFeedKey(name),
      workspaceId: stored?.workspaceId ?? workspaceId,
      feed,
      ...(stored?._etag !== undefined && { _etag: stored._etag }),
    });
    return { document, stored };
  });
  const before = saved.stored && secretOf(saved.stored.feed.auth);
  if (before !== undefined && before !== secretOf(saved.document.feed.auth)) await ports.secrets.remove(before);
  await afterChange(ports, saved.document.feed);
  return { document: saved.document, created: saved.stored === undefined };
}

/** What is pulled is pulled at once; a list that was switched off or weighs otherwise takes effect with the next index. */
async function afterChange(ports: Pick<Ports, 'work'>, feed: IntelFeed): Promise<void> {
  if (feed.enabled && feed.url !== undefined) await ports.work.send({ kind: 'pullFeed', feed: feed.name });
  await ports.work.send({ kind: 'compileIntel' });
}

/** Removes a feed with all it holds; `check` sees what is stored and may throw. Answers whether there was one. */
export async function removeFeed(
  ports: Pick<Ports, 'intel' | 'intelBlobs' | 'secrets' | 'work'>,
  name: string,
  check: (stored: IntelFeedDocument) => void,
): Promise<boolean> {
  const removed = await untilSaved(async () => {
    const stored = await ports.intel.feed(name);
    if (!stored) return undefined;
    check(stored);
    await ports.intel.remove(stored);
    return stored;
  });
  await untilSaved(async () => {
    const state = await ports.intel.state(name);
    if (state) await ports.intel.remove(state);
  });
  await ports.intelBlobs.keepOnly(removed?.feed.name ?? name, [], farFuture);
  if (!removed) return false;
  const secret = secretOf(removed.feed.auth);
  if (secret !== undefined) await ports.secrets.remove(secret);
  await ports.work.send({ kind: 'compileIntel' });
  return true;
}

const secretOf = (auth: FeedAuth): string | undefined => (auth.type === 'none' ? undefined : auth.secretId);
