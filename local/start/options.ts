import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface StartOptions {
  data: string;
  root: string;
  replay: string[];
  once: boolean;
  json: boolean;
  collect: boolean;
  intervalSeconds: number;
  ports: Ports;
}

export interface Ports {
  api: number;
  tls: number;
  issuer: number;
  cosmos: number;
  hubs: number;
  blob: number;
  queue: number;
  table: number;
}

const defaults: Ports = {
  api: 7071,
  tls: 7443,
  issuer: 7080,
  cosmos: 8081,
  hubs: 5672,
  blob: 10000,
  queue: 10001,
  table: 10002,
};

export const usage = `Usage: npm start -- [options]
  --data DIR             state of everything that runs (default .skywarden)
  --replay FILE|DIR      also send recorded telemetry through the hub; may be repeated
  --once                 exit when all input is processed and delivered
  --json                 print the summary as JSON
  --root DIR             read the facts of the machine below another root (default /)
  --interval SECONDS     between two runs of the collector (default 300)
  --no-collect           do not run the collector
  --NAME-port PORT       for NAME in ${Object.entries(defaults)
    .map(([name, port]) => `${name} (${port})`)
    .join(', ')}
  --help`;

/** Reads the command line; throws an Error with the fault for the user. */
export function readOptions(args: string[]): StartOptions | 'help' {
  const portOptions = Object.fromEntries(
    Object.keys(defaults).map((name) => [`${name}-port`, { type: 'string' }] as const),
  );
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string', default: '.skywarden' },
      replay: { type: 'string', multiple: true, default: [] },
      once: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      root: { type: 'string', default: '/' },
      interval: { type: 'string', default: '300' },
      'no-collect': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      ...portOptions,
    },
  });
  if (values.help) return 'help';
  const given = values as unknown as Record<string, string | undefined>;
  return {
    data: resolve(values.data),
    root: resolve(values.root),
    replay: values.replay.map((path) => resolve(path)),
    once: values.once,
    json: values.json,
    collect: !values['no-collect'],
    intervalSeconds: wholeNumber('--interval', values.interval, 5, 86_400),
    ports: Object.fromEntries(
      Object.entries(defaults).map(([name, port]) => {
        const value = given[`${name}-port`];
        return [name, value === undefined ? port : wholeNumber(`--${name}-port`, value, 1, 65_535)];
      }),
    ) as unknown as Ports,
  };
}

function wholeNumber(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw new Error(`${name} takes a whole number from ${low} to ${high}, not '${text}'`);
}
