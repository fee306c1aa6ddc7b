import { parseArgs } from 'node:util';

import { mixNames, type MixName } from './mixes';

export interface BenchOptions {
  mixes: MixName[];
  /** Hub messages of each run. */
  events: number;
  rounds: number;
  json: boolean;
}

export const usage = `Usage: npm run bench -- [options]
  --events N    hub messages of each run (default 40000)
  --rounds N    runs of each app; the table shows medians (default 3)
  --mix NAME    plain, fleet or both (default both)
  --json        print the figures as JSON`;

/** Reads the command line; throws an Error with the fault for the user. */
export function readBenchOptions(args: string[]): BenchOptions | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: 'string', default: '40000' },
      rounds: { type: 'string', default: '3' },
      mix: { type: 'string', default: 'both' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    mixes: mixesOf(values.mix),
    events: wholeNumber('--events', values.events, 1_000, 1_000_000),
    rounds: wholeNumber('--rounds', values.rounds, 1, 20),
    json: values.json,
  };
}

function mixesOf(text: string): MixName[] {
  const mixes = mixNames.filter((name) => text === 'both' || text === name);
  if (mixes.length > 0) return mixes;
  throw new Error(`--mix takes ${mixNames.join(', ')} or both, not '${text}'`);
}

function wholeNumber(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw new Error(`${name} takes a whole number from ${low} to ${high}, not '${text}'`);
}
