import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readEndpoints } from '../../local/start/endpoints';
import { openReplay } from '../../local/start/replay';
import type { Command } from '../command';

export const command: Command = {
  name: 'replay',
  operands: 'FILE|DIR ...',
  summary: 'send recorded telemetry through the hub',
  run: replayCommand,
};

/** Sends recordings to the telemetry hub: of the platform in `--data`, or wherever `--connection` leads. */
export async function replayCommand(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      data: { type: 'string', default: '.skywarden' },
      connection: { type: 'string' },
      hub: { type: 'string', default: 'telemetry' },
    },
  });
  if (positionals.length === 0) throw new Error('Name the files or folders to send: skywarden replay FILE|DIR');
  const replay = openReplay(values.connection ?? readEndpoints(resolve(values.data)).hubs, values.hub);
  try {
    for (const path of positionals) console.log(`${path}: ${await replay.send(resolve(path))} messages sent`);
  } finally {
    await replay.close();
  }
}
