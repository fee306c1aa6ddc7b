import type { Outbox } from '../outbox/outbox';
import { maskText } from '../parse/maskSecrets';
import { reasonOf } from '../reasonOf';
import type { Receiver } from '../receiver';
import { waitAfter } from '../retryLater';
import type { Bell } from './bell';
import type { Health } from './health';
import { jittered, pause } from './pause';

export interface SendLoop {
  outbox: Outbox;
  /** Opened anew after every failure, so that a new key, address or route is taken up. */
  open: () => Promise<Receiver>;
  /** Rings when there is something to send, and at `stop`. */
  bell: Bell;
  health: Health;
  /** Finish what waits, then end; the first failure ends it too. */
  stop: AbortSignal;
  /** Give up at once. */
  giveUp: AbortSignal;
  /** Seconds of the first pause after a failure; it doubles up to 32 times that. */
  pauseSeconds?: number;
}

const mostDoublings = 5;

/** Sends the outbox in order, oldest first, as long as it takes. */
export async function sendLoop(loop: SendLoop): Promise<void> {
  const { outbox, bell, health, stop, giveUp, pauseSeconds = 1 } = loop;
  let receiver: Receiver | undefined;
  let failures = 0;

  async function attempt(): Promise<number> {
    receiver ??= await loop.open();
    const { deliver } = receiver;
    return outbox.forward((records) => deliver(records, giveUp));
  }

  async function discard(): Promise<void> {
    const old = receiver;
    receiver = undefined;
    await old?.close();
  }

  while (!giveUp.aborted) {
    try {
      const sent = await attempt();
      if (sent > 0 || failures === 0) health.well('hub');
      failures = 0;
      if (outbox.state().bytes > 0) continue;
      if (stop.aborted) break;
      await bell.wait();
    } catch (error) {
      health.fails('hub', maskText(reasonOf(error)));
      await discard().catch((reason: unknown) => health.fails('closing', maskText(reasonOf(reason))));
      if (stop.aborted) break;
      const seconds = Math.max(pauseSeconds * 2 ** Math.min(failures, mostDoublings), waitAfter(error));
      await pause(jittered(seconds, Math.random()), stop);
      failures += 1;
    }
  }
  await discard();
}
