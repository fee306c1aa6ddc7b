import { Rejected } from '../shared/model/rejected';
import { detectCommand } from './detect';
import { onboardCommand } from './onboard';
import { quarantineCommand } from './quarantine';
import { replayCommand } from './replay';
import { statusCommand } from './status';
import { tokenCommand } from './token';

const commands: Record<string, (args: string[]) => Promise<void>> = {
  detect: (args) => detectCommand(args),
  onboard: onboardCommand,
  quarantine: (args) => quarantineCommand(args),
  replay: replayCommand,
  status: statusCommand,
  token: tokenCommand,
};

const usage = `Usage: skywarden COMMAND [options]
  detect                run Sigma rules, or all that is shipped, over recorded telemetry
  onboard               a command that lets a machine send to a workspace
  replay FILE|DIR ...   send recorded telemetry through the hub
  quarantine VERB ...   list, show or replay what ingest could not use
  status                what came in and what is known: inventory, recommendations, secure score, alerts
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
