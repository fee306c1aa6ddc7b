import { eachOf } from './eachOf';
import type { Ports } from './ports';
import type { WorkMessage } from './ports/queues';
import { keepPostureMs } from './postureDirectory';

/** When everybody has noticed: judgements of before, by somebody who had not, are put right then. */
const settledSeconds = keepPostureMs / 1000 + 10;
const width = 16;

/** Sends work that follows from a change of what is judged by: at once, and when no instance can have older knowledge any more. */
export const sendTwice = ({ work }: Pick<Ports, 'work'>, messages: readonly WorkMessage[]): Promise<void> =>
  eachOf(messages, width, async (message) => {
    await work.send(message);
    await work.send(message, settledSeconds);
  });
