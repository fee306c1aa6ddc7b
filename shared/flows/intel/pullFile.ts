import { createHash } from 'node:crypto';
import { itemsIn } from '../../core/detect/intel/feedText';
import type { IntelFeed } from '../../model/intelFeed';
import { Rejected } from '../../model/rejected';
import type { Ports } from '../ports';
import type { Ask } from './askFeed';
import { storeItems } from './storeItems';
import type { HeldFeed } from './withFeed';

/** A list in one file: replaces what was there, unless the server says that it is the same. */
export async function pullFile(
  ports: Pick<Ports, 'now' | 'intelBlobs'>,
  feed: IntelFeed,
  ask: Ask,
  held: HeldFeed,
): Promise<void> {
  const { etag, lastModified, ...progress } = held.progress;
  const answer = await ask(urlOf(feed), {
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
  });
  const at = ports.now().toISOString();
  const digest = createHash('sha256').update(answer.body).digest('hex');
  if (answer.status === 304 || digest === held.progress.digest) return held.save({ ...held.progress, confirmedAt: at });
  const { name, format } = feed;
  const parsed = itemsIn(answer.body.toString('utf8'), { feed: name, format, at });
  if (parsed.items.length === 0 && parsed.rejected.length > 0)
    throw new Rejected(
      'NothingReadable',
      `None of ${parsed.rejected.length} lines is an indicator: is the format right?`,
    );
  const stored = await storeItems(ports, name, progress, parsed, true);
  await held.save({
    ...stored,
    digest,
    confirmedAt: at,
    ...(answer.headers['etag'] !== undefined && { etag: answer.headers['etag'] }),
    ...(answer.headers['last-modified'] !== undefined && { lastModified: answer.headers['last-modified'] }),
  });
}

export function urlOf({ url }: IntelFeed): string {
  if (url !== undefined) return url;
  throw new Rejected('NothingToPull', 'This feed has no URL: its indicators are uploaded');
}
