import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { MachineFacts } from '../../shared/model/machineFacts';
import type { MachineRoot } from '../machineRoot';
import { parseAptSimulation, type PendingUpdate } from '../parse/aptSimulation';
import { reasonOf } from '../reasonOf';
import type { FactFamily } from './family';

const installedList = '/var/lib/dpkg/status';
const fetchedLists = '/var/lib/apt/lists';
const successStamp = '/var/lib/apt/periodic/update-success-stamp';
const rebootRequired = '/run/reboot-required';

/** Hooks of Debian and Ubuntu that write the file above after an update; without one its absence says nothing. */
const rebootHooks = [
  '/usr/share/update-notifier/notify-reboot-required',
  '/etc/kernel/postinst.d/unattended-upgrades',
  '/etc/kernel/postinst.d/update-notifier',
];

/** Long enough for an apt with a cache; the others' answer is in the facts after these. */
const defaultPatience = 2_000;

/**
 * Updates that apt would install now. The answer may cost seconds of CPU, so apt is asked again only when its lists or the
 * installed packages have changed, and nobody waits longer than `patience` ms for it. Other package managers are not asked.
 */
export function createPendingUpdates(ask = simulate, patience = defaultPatience): FactFamily {
  let known: { stamp: string; answer: Answer } | undefined;
  return async (root) => {
    if (!root.exists(installedList)) throw new Error('updates are read of apt only, and there is no dpkg database');
    const facts = { ...rebootOf(root), ...fetchedOf(root) };
    const stamp = [installedList, fetchedLists].map((path) => changeOf(root, path)).join('|');
    if (known?.stamp !== stamp) {
      const asked: typeof known = { stamp, answer: { reason: 'apt is still being asked' } };
      known = asked;
      const answered = answerOf(() => ask(root)).then((answer) => (asked.answer = answer));
      await orTimeout(answered, patience);
    }
    const { updates, reason } = known.answer;
    return {
      facts: { pendingUpdates: { ...facts, ...(updates && { updates }) } },
      ...(reason && { unreadable: { 'pendingUpdates.updates': reason } }),
    };
  };
}

/** The timer keeps the process alive, since an apt at work does not. */
async function orTimeout(answered: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([answered, patience]);
  clearTimeout(timer);
}

interface Answer {
  updates?: PendingUpdate[];
  reason?: string;
}

/** A failure is an answer too: asking an apt that hangs every few minutes would cost more than it may. */
async function answerOf(ask: () => Promise<string>): Promise<Answer> {
  try {
    return { updates: parseAptSimulation(await ask()) };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

async function simulate(root: MachineRoot): Promise<string> {
  if (!root.live) throw new Error('apt can only be asked on its own machine');
  const lists = root.exists(fetchedLists) ? root.list(fetchedLists) : [];
  // apt would answer "nothing to do", which is not the same as "not known".
  if (!lists.some((name) => name.includes('_Packages')))
    throw new Error(`${fetchedLists} is empty: run apt-get update`);
  const options = ['Debug::NoLocking=1', ...(cacheIsFresh(root) ? [] : withoutCache)];
  return runApt(['--simulate', '-qq', ...options.flatMap((option) => ['-o', option]), 'dist-upgrade']);
}

/** A cache that is not fresh would be written anew; the collector changes nothing. */
const withoutCache = ['Dir::Cache::pkgcache=', 'Dir::Cache::srcpkgcache='];

function cacheIsFresh(root: MachineRoot): boolean {
  const cache = changeOf(root, '/var/cache/apt/pkgcache.bin') ?? 0;
  return [installedList, fetchedLists].every((path) => (changeOf(root, path) ?? 0) < cache);
}

/** An apt at work does not keep a collector from ending. */
function runApt(argv: string[]): Promise<string> {
  const options = { timeout: 60_000, maxBuffer: 16 * 1024 * 1024, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } };
  return new Promise((resolve, reject) => {
    const child = execFile('/usr/bin/apt-get', argv, options, (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    );
    child.unref();
    for (const stream of [child.stdout, child.stderr]) (stream as Socket | null)?.unref();
  });
}

type Pending = NonNullable<MachineFacts['pendingUpdates']>;

function rebootOf(root: MachineRoot): Pick<Pending, 'rebootRequired'> {
  if (root.exists(rebootRequired)) return { rebootRequired: true };
  return rebootHooks.some((hook) => root.exists(hook)) ? { rebootRequired: false } : {};
}

function fetchedOf(root: MachineRoot): Pick<Pending, 'listsFetchedAt'> {
  const path = [successStamp, fetchedLists].find((candidate) => root.exists(candidate));
  return path === undefined ? {} : { listsFetchedAt: statSync(root.locate(path)).mtime.toISOString() };
}

const changeOf = (root: MachineRoot, path: string): number | undefined =>
  statSync(root.locate(path), { throwIfNoEntry: false })?.mtimeMs;
