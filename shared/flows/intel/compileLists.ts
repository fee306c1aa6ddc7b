import { intelBuildKey } from '../../core/documentIds';
import type { WarningList } from '../../core/detect/intel/allowList';
import { compileIntel } from '../../core/detect/intel/compiledIntel';
import { validIndicators } from '../../core/detect/intel/feedValidity';
import { createIndicatorCollector, type IndicatorCollector } from '../../core/detect/intel/indicatorIndex';
import type { IntelBuildDocument, IntelFeedDocument } from '../../model/intelDocuments';
import { Rejected } from '../../model/rejected';
import type { Ports } from '../ports';
import { untilSaved } from '../untilSaved';
import { ownAddresses } from './ownAddresses';
import { latestItems } from './storeItems';
import { described } from '../whileHeld';
import { originOf } from './withFeed';

/** What an instance has room for, beside everything else that it holds. */
const maxIndicators = 4_000_000;

type CompilePorts = Pick<Ports, 'now' | 'intel' | 'intelBlobs' | 'resources' | 'log'>;

/**
 * Builds the index of all feeds and replaces the one in use. Who builds of older lists loses, and begins again. Lists that cannot be used
 * leave the index as it is, and are told in its document.
 */
export async function compileLists(
  ports: CompilePorts,
): Promise<{ outcome: string; indicators: number; bytes: number }> {
  try {
    return await untilSaved(async () => {
      const etag = await ports.intelBlobs.compiledEtag();
      const now = ports.now();
      const { collector, counts, ...lists } = await gather(ports, now);
      const [builtAt, indicators] = [now.toISOString(), collector.size()];
      const data = compileIntel({ builtAt, index: collector.build(), ...lists });
      await ports.intelBlobs.saveCompiled(data, etag);
      const bytes = data.length;
      await noteBuild(ports, () => ({ builtAt, indicators, bytes, feeds: counts }));
      return { outcome: 'built', indicators, bytes };
    });
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    const told = { at: ports.now().toISOString(), ...described(error) };
    ports.log.warn('The index of threat intelligence could not be built', told);
    // As old as it is, since it was not built: the next timer does not begin at once again.
    const unbuilt = { builtAt: ports.now().toISOString(), indicators: 0, bytes: 0, feeds: {} };
    await noteBuild(ports, (stored) => ({ ...(stored ?? unbuilt), error: told }));
    return { outcome: told.code, indicators: 0, bytes: 0 };
  }
}

type Told = Omit<IntelBuildDocument, 'kind' | 'id' | 'scope' | 'workspaceId' | '_etag'>;

async function noteBuild(ports: CompilePorts, toldOf: (stored: IntelBuildDocument | undefined) => Told): Promise<void> {
  await untilSaved(async () => {
    const stored = await ports.intel.build();
    const key = { kind: 'intelBuild' as const, ...intelBuildKey, workspaceId: 'default' };
    await ports.intel.save({ ...toldOf(stored), ...key, ...(stored?._etag !== undefined && { _etag: stored._etag }) });
  });
}

interface Gathered {
  collector: IndicatorCollector;
  allowed: WarningList[];
  shared: WarningList[];
  counts: Record<string, number>;
}

async function gather(ports: CompilePorts, now: Date): Promise<Gathered> {
  const gathered: Gathered = {
    collector: createIndicatorCollector(),
    allowed: [{ name: 'Own public addresses', type: 'cidr', list: await ownAddresses(ports) }],
    shared: [],
    counts: {},
  };
  for (const document of await ports.intel.feeds())
    if (document.feed.enabled) await gatherFeed(ports, document, now, gathered);
  return gathered;
}

async function gatherFeed(
  ports: CompilePorts,
  { feed }: IntelFeedDocument,
  now: Date,
  gathered: Gathered,
): Promise<void> {
  const state = await ports.intel.state(feed.name);
  if (state?.progress.origin !== originOf(feed)) return;
  const { segments, confirmedAt = now.toISOString() } = state.progress;
  const told = { format: feed.format, validDays: feed.validDays, confirmedAt, now };
  let count = 0;
  for await (const item of latestItems(ports, segments)) {
    if (item.list)
      gathered[feed.effect === 'allow' ? 'allowed' : 'shared'].push({
        ...item.list,
        name: item.list.name || feed.name,
      });
    for (const indicator of validIndicators(item, told)) {
      gathered.collector.add({ confidence: feed.confidence, ...indicator, feed: feed.name });
      count += 1;
    }
    if (gathered.collector.size() > maxIndicators)
      throw new Rejected('TooManyIndicators', `The feeds hold more than ${maxIndicators} indicators: disable some`);
  }
  gathered.counts[feed.name] = count;
}
