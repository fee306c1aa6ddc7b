import type { IntelFeed } from '../../model/intelFeed';
import type { Ports } from '../ports';
import type { WorkMessage } from '../ports/queues';
import { type Ask, askerOf } from './askFeed';
import { pullFile } from './pullFile';
import { pullMisp } from './pullMisp';
import { pullTaxii } from './pullTaxii';
import { type HeldFeed, type PullOutcome, withFeed } from './withFeed';

/** Of one answer. */
const maxBytes = 128 * 1024 * 1024;

export type PullPorts = Pick<Ports, 'now' | 'intel' | 'intelBlobs' | 'feedNetwork' | 'secrets' | 'work' | 'log'>;

/** Pulls a feed; when what it holds changed, the index is built anew. */
export async function pullFeed(
  ports: PullPorts,
  message: Extract<WorkMessage, { kind: 'pullFeed' }>,
): Promise<PullOutcome> {
  const document = await ports.intel.feed(message.feed);
  if (!document?.feed.enabled || document.feed.url === undefined) return { outcome: 'gone' };
  const { feed } = document;
  const begunAt = ports.now();
  let [isBehind, changed] = [false, false];
  let blobs: string[] = [];
  const outcome = await withFeed(ports, document, async (held) => {
    const before = held.progress.segments;
    try {
      isBehind = await pull(ports, feed, await askerOf(ports, feed, maxBytes), held);
    } finally {
      blobs = held.progress.segments.map(({ blob }) => blob);
      changed = held.progress.segments !== before;
    }
  });
  // What was stored before it failed is as good as what was stored before it ended.
  if (changed && outcome.outcome !== 'lost') {
    await ports.work.send({ kind: 'compileIntel' });
    await ports.intelBlobs.keepOnly(feed.name, blobs, begunAt);
  }
  if (outcome.outcome === 'throttled') await ports.work.send(message, outcome.retryAfterSeconds);
  if (isBehind && outcome.outcome === 'pulled') await ports.work.send(message);
  return outcome;
}

async function pull(ports: PullPorts, feed: IntelFeed, ask: Ask, held: HeldFeed): Promise<boolean> {
  switch (feed.format) {
    case 'taxii':
      return pullTaxii(ports, feed, ask, held);
    case 'misp':
      return pullMisp(ports, feed, ask, held);
    case 'stix':
    case 'csv':
    case 'plain':
    case 'warningList':
      await pullFile(ports, feed, ask, held);
      return false;
  }
}
