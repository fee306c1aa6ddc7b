import { type CompiledIntel, openIntel } from '../../core/detect/intel/compiledIntel';
import type { BuiltIndex, IndicatorMatch } from '../../core/detect/intel/indicatorIndex';
import type { Entity } from '../../model/entity';
import type { Ports } from '../ports';

/** The index is asked for a newer version at most so often. */
const everyMs = 60_000;
/** After a file that could not be fetched, which ingest waited for, it is left alone for so long more. */
const pauseMs = 240_000;

export interface LiveIntel {
  /** To be awaited before a batch: looks for a newer index when it is time to. Never fails. */
  refresh(): Promise<void>;
  find(entity: Entity, time: string): IndicatorMatch | undefined;
  /** Why the newest index is not in use, if it is not: told once each time it was looked for. */
  takeFault(): string | undefined;
}

/**
 * The shipped lists beside the index of the feeds. A newer one takes the place of the old between two batches; one that is missing,
 * damaged or out of reach leaves the old in use, and telemetry goes on.
 */
export function createLiveIntel(
  ports: Pick<Ports, 'now' | 'intelBlobs' | 'log'>,
  shipped: (exceptions: Pick<CompiledIntel, 'allowed' | 'shared'> | undefined) => BuiltIndex,
): LiveIntel {
  let own = shipped(undefined);
  let feeds: CompiledIntel | undefined;
  let usedEtag: string | undefined;
  let refusedEtag: string | undefined;
  let askedAt = -Infinity;
  let running: Promise<void> | undefined;
  let trouble: string | undefined;

  async function load(): Promise<void> {
    const newest = await ports.intelBlobs.compiledEtag();
    // The same damaged file is not loaded again every minute, and is told again.
    if (newest !== undefined && newest === refusedEtag) throw new Error('The index is still damaged');
    if (newest === usedEtag) return;
    askedAt += pauseMs;
    const found = newest === undefined ? undefined : await ports.intelBlobs.compiled();
    askedAt -= pauseMs;
    if (found === undefined) throw new Error('The index is gone');
    refusedEtag = found.etag;
    feeds = openIntel(found.data);
    own = shipped(feeds);
    [usedEtag, refusedEtag] = [found.etag, undefined];
    ports.log.info('Threat intelligence in use', { indicators: feeds.index.size, builtAt: feeds.builtAt });
  }

  async function tryLoad(): Promise<void> {
    try {
      await load();
      trouble = undefined;
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error);
      ports.log.warn('The newest threat intelligence cannot be used; what was in use stays', { reason: trouble });
    }
  }

  return {
    async refresh() {
      const now = ports.now().getTime();
      if (running === undefined && now - askedAt >= everyMs) {
        askedAt = now;
        running = tryLoad().finally(() => (running = undefined));
      }
      await running;
    },
    find(entity, time) {
      const [first, second] = [feeds?.index.find(entity, time), own.find(entity, time)];
      if (first === undefined || second === undefined) return first ?? second;
      const lists = [...new Set([...first.lists, ...second.lists])];
      return { ...(second.confidence > first.confidence ? second : first), lists };
    },
    takeFault() {
      const told = trouble;
      trouble = undefined;
      return told;
    },
  };
}
