import { maskText } from './parse/maskSecrets';
import { Rejected } from '../shared/model/rejected';
import { reasonOf } from './reasonOf';
import { runAgent } from './runAgent';
import { readSettings, usage } from './settings';

async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2));
  if ('help' in settings) {
    process.stdout.write(usage);
    return;
  }
  const stop = new AbortController();
  process.once('SIGTERM', () => stop.abort());
  process.once('SIGINT', () => stop.abort());
  const console = {
    out: (text: string) => void process.stdout.write(text),
    err: (text: string) => void process.stderr.write(text),
  };
  await runAgent(settings, console, stop.signal);
}

/** 2: the command line or a setting is wrong. 1: the records could not be delivered. */
main().catch((error: unknown) => {
  process.stderr.write(`skywarden agent: ${maskText(reasonOf(error))}\n`);
  process.exitCode = error instanceof Rejected ? 2 : 1;
});
