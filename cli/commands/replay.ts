import { resolve } from 'node:path';
import { readEndpoints } from '../../local/start/endpoints';
import { openReplay } from '../../local/start/replay';
import { Rejected } from '../../shared/model/rejected';
import type { Command } from '../command';
import { readOptions } from '../readOptions';

const usage = 'Usage: skywarden replay FILE|DIR ... [--data DIR | --connection TEXT [--hub NAME]]';

export const command: Command = {
  name: 'replay',
  operands: 'FILE|DIR ...',
  summary: 'send recorded telemetry through the hub',
  run: replayCommand,
};

/** Sends recordings to the telemetry hub: of the platform in `--data`, or wherever `--connection` leads. */
async function replayCommand(args: string[]): Promise<void> {
  const { values, positionals } = readOptions(
    {
      args,
      allowPositionals: true,
      options: {
        data: { type: 'string', default: '.skywarden' },
        connection: { type: 'string' },
        hub: { type: 'string', default: 'telemetry' },
      },
    },
    usage,
  );
  if (positionals.length === 0) throw new Rejected('InvalidArguments', `Name the files or folders to send.\n${usage}`);
  const replay = openReplay(values.connection ?? readEndpoints(resolve(values.data)).hubs, values.hub);
  try {
    for (const path of positionals) console.log(`${path}: ${await replay.send(resolve(path))} messages sent`);
  } finally {
    await replay.close();
  }
}
