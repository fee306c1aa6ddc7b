import { type ChangeFeedPullModelIterator, ChangeFeedStartFrom, type Container, type FeedRange } from '@azure/cosmos';
import type { FunctionDefinition } from '../functionDefinition';
import type { HostContext } from '../hostContext';
import { createPollLoop } from '../pollLoop';
import { json } from '../typedData';
import type { FeedOptions } from './feedOptions';
import { type Lease, LeaseLostError } from './leaseStore';

export interface FeedReader {
  start: () => void;
  stop: () => Promise<void>;
  idle: () => Promise<boolean>;
  wake: () => void;
}

export interface FeedReaderOptions {
  definition: FunctionDefinition;
  host: HostContext;
  options: FeedOptions;
  container: Container;
  lease: Lease;
  feedRange: FeedRange | undefined;
}

const notModified = 304;

/** Where a reader without a token begins; only the very first start of all gets here. */
function startPosition(options: FeedOptions, range: FeedRange | undefined): ChangeFeedStartFrom {
  if (options.startFromBeginning) return ChangeFeedStartFrom.Beginning(range);
  if (options.startFromTime === undefined) return ChangeFeedStartFrom.Now(range);
  return ChangeFeedStartFrom.Time(new Date(options.startFromTime), range);
}

/**
 * Reads one feed range under its lease: read a page, run the function, checkpoint, read on. As in Azure a failed batch is
 * checkpointed all the same once its retries are used up; only a stop leaves it for the next reader.
 */
export function createFeedReader({
  definition,
  host,
  options,
  container,
  lease,
  feedRange,
}: FeedReaderOptions): FeedReader {
  const log = (level: 'information' | 'warning' | 'error', text: string): void =>
    host.log(level, 'Host.Triggers.CosmosDB', `${definition.name}: ${text}`, definition.name);
  let token: string | undefined;
  let iterator: ChangeFeedPullModelIterator<object> | undefined;
  let held = false;
  let renewal: NodeJS.Timeout | undefined;

  function lose(error: unknown): void {
    clearInterval(renewal);
    if (held) log('warning', `stops reading: ${String(error)}`);
    iterator = undefined;
    held = false;
  }

  function renew(): void {
    lease.renew().catch((error: unknown) => {
      if (error instanceof LeaseLostError) return lose(error);
      log('warning', `its lease was not renewed: ${String(error)}`);
    });
  }

  async function acquire(): Promise<boolean> {
    const acquired = await lease.acquire();
    if (acquired === 'held') return false;
    token = acquired.token;
    held = true;
    clearInterval(renewal);
    renewal = setInterval(renew, options.leaseRenewInterval);
    return true;
  }

  async function checkpoint(next: string): Promise<void> {
    token = next;
    try {
      await lease.checkpoint(next);
    } catch (error) {
      if (!(error instanceof LeaseLostError)) throw error;
      lose(error);
    }
  }

  function openFeed(): ChangeFeedPullModelIterator<object> {
    const changeFeedStartFrom =
      token === undefined ? startPosition(options, feedRange) : ChangeFeedStartFrom.Continuation(token);
    const { maxItemsPerInvocation: maxItemCount } = options;
    const paging = maxItemCount === undefined ? {} : { maxItemCount };
    return container.items.getChangeFeedIterator<object>({ changeFeedStartFrom, ...paging });
  }

  async function poll(): Promise<boolean> {
    if (!held && !(await acquire())) return false;
    // One iterator for many pages: a new one asks for the container each time.
    iterator ??= openFeed();
    const page = await iterator.readNext().catch((error: unknown) => {
      iterator = undefined;
      throw error;
    });
    if (page.statusCode === notModified || page.count === 0) {
      // The first position "now" is kept, so that what is written while the host is down is not skipped.
      if (token === undefined) await checkpoint(page.continuationToken);
      return false;
    }
    const work = { input: json(page.result), metadata: {}, bindingData: {} };
    const outcome = await host.dispatcher.run(definition, work);
    if (outcome.status === 'stopped') return false;
    if (outcome.status === 'failed') log('error', `${page.count} changed documents are skipped after a failure`);
    await checkpoint(page.continuationToken);
    return held;
  }

  const loop = createPollLoop({
    poll,
    delay: () => (held ? options.feedPollDelay : options.leaseAcquireInterval),
    onError: (error) => log('error', `reading failed: ${String(error)}`),
  });

  async function stop(): Promise<void> {
    await loop.stop();
    clearInterval(renewal);
    if (!held) return;
    held = false;
    await lease.release().catch((error: unknown) => log('warning', `its lease was not released: ${String(error)}`));
  }

  return { start: loop.start, stop, idle: async () => (await loop.pollsEmpty()) && held, wake: loop.wake };
}
