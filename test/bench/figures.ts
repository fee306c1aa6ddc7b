import { arch, availableParallelism, cpus } from 'node:os';
import type { Run } from './openApp';
import { median } from './median';
import type { PurePath } from './purePath';
import type { Stored } from './readBack';
import { type Mix, type MixName, mixes } from './mixes';

export interface AppRuns {
  startMs: number;
  runs: Run[];
}

export interface Rates {
  /** Hub messages per second, first send to last one done. */
  messages: number;
  /** Events in them per second. */
  events: number;
  /** Hub messages per second of CPU of the host's process. */
  perCpuSecond: number;
  perBatch: number;
  startMs: number;
  megabytes: number;
}

export interface Figures {
  mix: MixName;
  machine: string;
  messages: number;
  events: number;
  bytesPerMessage: number;
  rounds: number;
  baseline: Rates;
  app: Rates;
  pure: PurePath;
  /** Medians over the turns of the quotient within a turn. */
  ratios: { endToEnd: number; endToEndCpu: number; purePath: number };
  /** Of the app, for 1,000 hub messages and 1,000 events. */
  cosmos: { writesPer1000: number; unitsPer1000: number; unitsPer1000Events: number; eventsPerPage: number };
  readBack: Stored;
}

export interface Measured {
  mix: MixName;
  baseline: AppRuns;
  app: AppRuns;
  stored: Stored;
  pure: PurePath;
}

export function figuresOf({ mix, baseline, app, stored, pure }: Measured): Figures {
  const { eventsIn } = mixes[mix];
  const { messages } = app.runs[0]!;
  const events = eventsIn(messages);
  const rates = { baseline: ratesOf(baseline, mixes[mix]), app: ratesOf(app, mixes[mix]) };
  const turns = app.runs.map((run, at): [Run, Run] => [run, baseline.runs[at]!]);
  const per1000 = (of: (run: Run) => number) => median(app.runs.map((run) => (of(run) * 1000) / run.messages));
  const unitsPer1000 = per1000(({ cosmos }) => cosmos.requestUnits);
  return {
    mix,
    machine: `${availableParallelism()} x ${cpus()[0]?.model.trim() ?? arch()}, Node ${process.versions.node}`,
    messages,
    events,
    bytesPerMessage: meanBytes(messages, mixes[mix]),
    rounds: app.runs.length,
    ...rates,
    pure,
    ratios: {
      endToEnd: median(turns.map(([own, base]) => base.seconds / own.seconds)),
      endToEndCpu: median(turns.map(([own, base]) => base.cpuSeconds / own.cpuSeconds)),
      purePath: pure.pipeline / pure.jsonParse,
    },
    cosmos: {
      writesPer1000: per1000(({ cosmos }) => cosmos.writes),
      unitsPer1000,
      unitsPer1000Events: (unitsPer1000 * messages) / events,
      eventsPerPage: stored.events / stored.pages,
    },
    readBack: stored,
  };
}

const ratesOf = ({ startMs, runs }: AppRuns, { eventsIn }: Mix): Rates => {
  const messages = median(runs.map((run) => run.messages / run.seconds));
  return {
    messages,
    events: (messages * eventsIn(runs[0]!.messages)) / runs[0]!.messages,
    perCpuSecond: median(runs.map((run) => run.messages / run.cpuSeconds)),
    perBatch: median(runs.map((run) => run.messages / run.batches)),
    startMs,
    megabytes: Math.max(...runs.map(({ bytes }) => bytes)) / 1e6,
  };
};

function meanBytes(messages: number, { messageOf }: Mix): number {
  const sample = Math.min(messages, 1000);
  const bytes = Array.from({ length: sample }, (_, number) => Buffer.byteLength(messageOf(1, number)));
  return bytes.reduce((sum, size) => sum + size, 0) / sample;
}
