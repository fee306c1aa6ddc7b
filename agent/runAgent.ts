import { setTimeout } from 'node:timers/promises';
import { closeProducer, openProducer } from './openProducer';
import { maskText } from './parse/maskSecrets';
import { filePositions, memoryPositions } from './positions';
import { reasonOf } from './reasonOf';
import type { AgentRecord } from './record';
import { runOnce, type RunSummary } from './runOnce';
import { sendRecords } from './sendRecords';
import type { AgentSettings } from './settings';

export interface Console {
  out: (text: string) => void;
  err: (text: string) => void;
}

interface Receiver {
  deliver: (records: AgentRecord[]) => Promise<void>;
  close: () => Promise<void>;
}

/** Collects until `stop`, or once. A failed run is reported and tried again at the next interval; with `once` it is thrown. */
export async function runAgent(settings: AgentSettings, console: Console, stop: AbortSignal): Promise<void> {
  const { root, resourceId, state, once, interval } = settings;
  const warn = (message: string) => console.err(`skywarden agent: ${maskText(message)}\n`);
  const positions = state === undefined ? memoryPositions() : filePositions(state, warn);
  const receiver = settings.print ? printer(console) : await hub(settings, stop);
  const run = { root, resourceId, positions, now: () => new Date(), deliver: receiver.deliver };
  try {
    if (once) warn(summaryText(await runOnce(run)));
    while (!once && !stop.aborted) {
      await runOnce(run).then(
        (summary) => warn(summaryText(summary)),
        (error: unknown) => warn(`not delivered: ${reasonOf(error)}; tried again in ${interval} s`),
      );
      await pause(interval, stop);
    }
  } finally {
    await receiver.close();
  }
}

const summaryText = ({ records, behind }: RunSummary) =>
  `${records} records delivered${behind > 0 ? `, ${behind} bytes of the audit log to go` : ''}`;

function printer({ out }: Console): Receiver {
  return {
    deliver: async (records) => records.forEach((record) => out(`${JSON.stringify(record)}\n`)),
    close: async () => undefined,
  };
}

async function hub(settings: AgentSettings, stop: AbortSignal): Promise<Receiver> {
  const producer = await openProducer(settings);
  return {
    deliver: (records) => sendRecords(producer, records, stop),
    close: () => closeProducer(producer),
  };
}

/** Ends early, and without an error, when the agent is to stop. */
async function pause(seconds: number, stop: AbortSignal): Promise<void> {
  await setTimeout(seconds * 1000, undefined, { signal: stop }).catch((error: unknown) => {
    if (!stop.aborted) throw error;
  });
}
