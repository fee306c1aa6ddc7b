import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { createValueStream } from '../../shared/core/detect/anomaly/valueStream';
import { parseTime } from '../../shared/core/ingest/parseTime';
import { Rejected } from '../../shared/model/rejected';
import type { Command } from '../command';

const usage = 'Usage: skywarden anomaly SERIES.csv: lines of timestamp,value; - reads standard input';
/** So many decimals that no two surprises that matter fall together. */
const decimals = 6;

export const command: Command = {
  name: 'anomaly',
  operands: 'SERIES.csv',
  summary: 'score each point of a series of timestamp,value as it comes',
  run: anomalyCommand,
};

/** Scores a series: one line `timestamp,value,score` for each point, as soon as it is read. */
async function anomalyCommand(args: string[]): Promise<void> {
  const [path, ...rest] = args;
  if (path === '--help') return console.log(usage);
  if (path === undefined || rest.length > 0) throw new Rejected('Usage', usage);
  await scoreSeries(path === '-' ? process.stdin : createReadStream(path), process.stdout);
}

/**
 * A first line that is no point is taken for the header. A value that is missing scores 0: it is no reason to judge. Throws Rejected for any other
 * line that is no point, with its number.
 */
export async function scoreSeries(input: Readable, output: Writable): Promise<void> {
  const stream = createValueStream();
  let number = 0;
  let isBegun = false;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number++;
    const text = number === 1 ? line.replace(/^\uFEFF/, '') : line;
    if (text.trim() === '') continue;
    const isFirst = !isBegun;
    isBegun = true;
    const point = pointOf(text);
    if (point === undefined) {
      if (isFirst) continue;
      throw new Rejected('BadPoint', `Line ${number} is no timestamp,value: ${text.slice(0, 80)}`);
    }
    const score = stream.score(point.at, point.value).toFixed(decimals);
    if (!output.write(`${point.timestamp},${point.written},${score}\n`)) await once(output, 'drain');
  }
}

interface Point {
  timestamp: string;
  at: number;
  written: string;
  value: number;
}

const missing = /^(?:|nan|null|na|n\/a|[+-]?inf(?:inity)?)$/i;

function pointOf(line: string): Point | undefined {
  const [timestamp = '', written] = line.split(',').map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
  const at = instantOf(timestamp);
  if (written === undefined || !Number.isFinite(at)) return undefined;
  const value = missing.test(written) ? NaN : Number(written);
  return Number.isNaN(value) && !missing.test(written) ? undefined : { timestamp, at, written, value };
}

/** Milliseconds of a time in any of the usual spellings; a small number, as series without times have, stands for itself. */
function instantOf(timestamp: string): number {
  const time = parseTime(timestamp);
  if (time !== undefined) return Date.parse(time);
  return timestamp === '' ? NaN : Number(timestamp);
}
