import { Rejected } from '../shared/model/rejected';
import { replayCommand } from './replay';
import { statusCommand } from './status';
import { tokenCommand } from './token';

const commands: Record<string, (args: string[]) => Promise<void>> = {
  replay: replayCommand,
  status: statusCommand,
  token: tokenCommand,
};

const usage = `Usage: skywarden COMMAND [options]
  replay FILE|DIR ...   send recorded telemetry through the hub
  status                what is known: inventory, recommendations, secure score, alerts
  token                 a token of the local issuer`;

async function main([name = '', ...args]: string[]): Promise<number> {
  const command = commands[name];
  if (!command) {
    console.error(name === '' || name === '--help' ? usage : `Unknown command '${name}'\n${usage}`);
    return name === '--help' ? 0 : 2;
  }
  try {
    await command(args);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return error instanceof Rejected ? 2 : 1;
  }
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
