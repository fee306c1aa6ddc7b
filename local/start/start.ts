import { mkdirSync } from 'node:fs';
import { patientLock } from '../patientLock';
import type { StartOptions } from './options';
import { openPlatform, type Platform } from './platform';
import { checkPortsFree } from './portCheck';
import { printSummary } from './printSummary';
import { readyText } from './readyText';

const settleDeadlineMs = 900_000;

/** Runs the whole platform on this machine until it is told to stop, or until its input is processed (`--once`). Answers the exit code. */
export async function start(options: StartOptions): Promise<number> {
  const say = (line: string) => (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  const unlock = await patientLock(options.data, 'Skywarden');
  const ended = endRequested();
  let platform: Platform | undefined;
  try {
    await checkPortsFree(options.ports);
    platform = await openPlatform(options, say);
    const work = options.once ? runOnce(platform, options, say) : runOn(platform, options, say, ended.promise);
    return await Promise.race([work, platform.broken, ended.promise.then(() => 0)]);
  } finally {
    say('Stopping');
    await platform?.stop();
    unlock();
    ended.forget();
  }
}

async function runOnce(platform: Platform, options: StartOptions, say: (line: string) => void): Promise<number> {
  await feed(platform, options, say);
  await platform.settle(settleDeadlineMs);
  const summary = await platform.summary();
  if (options.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  else printSummary(summary, say);
  if (summary.exported.parked === 0) return 0;
  say(`${summary.exported.parked} deliveries are parked: see the runs of the automation`);
  return 1;
}

async function runOn(
  platform: Platform,
  options: StartOptions,
  say: (line: string) => void,
  ended: Promise<void>,
): Promise<number> {
  await feed(platform, options, say);
  await platform.settle(settleDeadlineMs);
  printSummary(await platform.summary(), say);
  say(readyText(options, platform.certificateAuthority));
  const timer = setInterval(() => {
    platform.collector.collect().catch((error: unknown) => say(`The collector failed: ${String(error)}`));
  }, options.intervalSeconds * 1000);
  await ended;
  clearInterval(timer);
  return 0;
}

async function feed(
  { collector, replay }: Platform,
  options: StartOptions,
  say: (line: string) => void,
): Promise<void> {
  if (options.collect) say(`Collector: ${await collector.collect()} records of this machine sent to the telemetry hub`);
  for (const path of options.replay)
    say(`Replay: ${await replay.send(path)} messages of ${path} sent to the telemetry hub`);
}

/** Ctrl-C and SIGTERM stop in order; a second one ends at once. */
function endRequested(): { promise: Promise<void>; forget(): void } {
  let asked: () => void = () => undefined;
  const promise = new Promise<void>((done) => (asked = done));
  let times = 0;
  const onSignal = () => {
    times += 1;
    if (times > 1) process.exit(130);
    asked();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return { promise, forget: () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal) };
}
