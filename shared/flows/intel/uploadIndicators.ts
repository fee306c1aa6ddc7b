import type { FeedItem, ParsedItems } from '../../core/detect/intel/feedItem';
import { itemsIn } from '../../core/detect/intel/feedText';
import type { IntelFeedDocument } from '../../model/intelDocuments';
import type { FeedProgress } from '../../model/intelFeed';
import type { Ports } from '../ports';
import { untilSaved } from '../untilSaved';
import { compacted, storeItems } from './storeItems';
import { stateOf } from './withFeed';

export interface Upload {
  text: string;
  /** Instead of all that the feed holds; else beside it. */
  replace: boolean;
  /** Only tell what would be taken. */
  preview: boolean;
}

type UploadPorts = Pick<Ports, 'now' | 'intel' | 'intelBlobs' | 'work' | 'log'>;

/** Takes what somebody sent as the contents of a feed. Throws Rejected for text that is not of its format. */
export async function uploadIndicators(
  ports: UploadPorts,
  document: IntelFeedDocument,
  { text, replace, preview }: Upload,
): Promise<ParsedItems> {
  const { name, format } = document.feed;
  const begunAt = ports.now();
  const at = begunAt.toISOString();
  const parsed = itemsIn(text, { feed: name, format, at });
  if (preview) return parsed;
  let progress: FeedProgress | undefined;
  await untilSaved(async () => {
    const state = await stateOf(ports, document);
    const stored = await storeItems(ports, name, state.progress, withKeys(parsed, at), replace);
    progress = { ...(await compacted(ports, name, stored)), confirmedAt: at };
    const { error: _error, ...rest } = state;
    await ports.intel.save({ ...rest, progress });
  });
  await ports.work.send({ kind: 'compileIntel' });
  await ports.intelBlobs.keepOnly(
    name,
    progress!.segments.map(({ blob }) => blob),
    begunAt,
  );
  return parsed;
}

/** A MISP event may come without an id: then each upload stands by itself. */
const withKeys = ({ items, rejected }: ParsedItems, at: string): ParsedItems => ({
  items: items.map((item): FeedItem => (item.key === '' ? { ...item, key: `upload:${at}` } : item)),
  rejected,
});
