import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { newPlace, type Place, type RunningPlatform, startArguments, startPlatform } from './support/platform';
import { quarantined, storedEvents, storedPages } from './support/store';

const perFile = 8_000;
const files = 4;
const lines = files * perFile;
/** Every 500th line is cut off. */
const isCut = (number: number): boolean => number % 500 === 499;
const lineOf = (number: number): string =>
  isCut(number)
    ? `{"number": ${number}, "cut`
    : JSON.stringify({ number, time: '2026-11-21T09:00:00Z', message: `m${number} ${'x'.repeat(400)}` });
const audited = 500;
const auditLines = (serial: number): string[] => [
  `type=SYSCALL msg=audit(1795219200.123:${serial}): arch=c000003e syscall=59 success=yes exit=0 items=1 pid=${serial} uid=0 exe="/bin/true"`,
  `type=EXECVE msg=audit(1795219200.123:${serial}): argc=2 a0="true" a1="${serial}"`,
  `type=PROCTITLE msg=audit(1795219200.123:${serial}): proctitle=74727565`,
];

const numbersUpTo = (count: number): number[] => Array.from({ length: count }, (_, number) => number);

function record(place: Place): string {
  const folder = join(place.data, 'recorded');
  mkdirSync(folder);
  for (let file = 0; file < files; file++) {
    const own = numbersUpTo(perFile).map((at) => lineOf(file * perFile + at));
    writeFileSync(join(folder, `${file}.ndjson`), own.join('\n'));
  }
  writeFileSync(join(folder, 'audit.log'), numbersUpTo(audited).flatMap(auditLines).join('\n'));
  return folder;
}

/** The platform on its way through the recordings; `startPlatform` would wait for their end. */
function replay(place: Place, folder: string): ChildProcess {
  const args = startArguments(place, ['--no-collect', '--replay', folder]);
  return spawn(process.execPath, args, { detached: true, stdio: 'ignore' });
}

async function storedSoFar(place: Place): Promise<number> {
  try {
    return (await storedPages(place)).reduce((sum, { records }) => sum + records, 0);
  } catch {
    // not up yet
    return 0;
  }
}

/** Kills every process once so many records are stored; answers how many were. */
async function killedAfter(place: Place, folder: string, records: number): Promise<number> {
  const child = replay(place, folder);
  const ended = once(child, 'exit');
  const deadline = Date.now() + 60_000;
  let stored = 0;
  while (stored < records && Date.now() < deadline) {
    await pause(50);
    stored = await storedSoFar(place);
  }
  process.kill(-child.pid!, 'SIGKILL');
  await ended;
  return stored;
}

describe('after kill -9 of everything in the middle of a replay, twice, and the same replay once more', () => {
  let place: Place;
  let platform: RunningPlatform;
  const storedAtKill: number[] = [];

  beforeAll(async () => {
    place = await newPlace();
    const folder = record(place);
    for (const records of [1, lines / 4]) storedAtKill.push(await killedAfter(place, folder, records));
    platform = await startPlatform(place, ['--no-collect', '--replay', folder]);
  }, 300_000);

  afterAll(async () => {
    await platform?.stop();
  }, 30_000);

  it('the kills came when some of it was stored and some was not', () => {
    expect(storedAtKill.map((stored) => stored > 0 && stored < lines)).toEqual([true, true]);
  });

  it('all that was recorded is stored once, or in quarantine', async () => {
    const events = await storedEvents(place);
    const numbers = events.filter(({ source }) => source === 'generic').map(({ fields }) => Number(fields['number']));
    const good = numbersUpTo(lines).filter((number) => !isCut(number));
    expect(numbers.length).toBe(good.length);
    expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(good);

    const records = events.flatMap(({ source, fields, parts = [] }) =>
      source === 'auditd' ? parts.map(({ type }) => `${fields['serial'] as string} ${type as string}`) : [],
    );
    const types = ['SYSCALL', 'EXECVE', 'PROCTITLE'];
    expect(records.sort()).toEqual(
      numbersUpTo(audited)
        .flatMap((serial) => types.map((type) => `${serial} ${type}`))
        .sort(),
    );

    const cut = (await quarantined(place)).map(({ raw }) => Number(/"number": (\d+)/.exec(raw.toString())?.[1]));
    expect([...new Set(cut)].sort((a, b) => a - b)).toEqual(numbersUpTo(lines).filter(isCut));
  }, 120_000);
});
