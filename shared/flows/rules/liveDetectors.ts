import type { Detectors } from '../../core/detect/createDetectors';
import type { StatefulDetector } from '../../core/detect/detector';
import { healthFinding } from '../../core/detect/healthFinding';
import type { Ports } from '../ports';
import type { RuleDirectory, UserRules } from './ruleDirectory';
import { userRulesRule } from './userRulesRule';

/** Newer rules are looked for beside the batches after so long, and batches wait for the look when it is that old. */
const [lookMs, staleMs] = [45_000, 60_000];
/** A batch waits at most so long; what is looked for meanwhile is used by the next one. */
const patienceMs = 5_000;
/** A signal of a detector that is not known here comes from an instance that has newer rules. One is looked for so seldom. */
const strangerMs = 5_000;
/** Strangers that are remembered. */
const maxStrangers = 1_000;
/** Faults that are logged at once. */
const maxLogged = 20;

export interface UsedDetectors {
  detectors: Detectors;
  stateful: StatefulDetector[];
}

export interface LiveDetectors {
  /** To be awaited before a batch: looks for newer rules when it is time to. Never fails. */
  refresh(): Promise<void>;
  /** What to judge one batch with: it does not change under it. */
  detectors(): Detectors;
  /** What remembers; when one of these ids is not among them, after another look. */
  statefulFor(ids: Iterable<string>): Promise<StatefulDetector[]>;
}

export interface LiveDetectorsOptions {
  /** What to judge with; undefined: nothing of the users is known. */
  build: (rules: UserRules | undefined) => UsedDetectors;
  /** Resolves after so many milliseconds. */
  sleep: (milliseconds: number) => Promise<void>;
}

/**
 * Shipped detections beside those of users. Newer rules are read and compiled beside the batches and take the place of the old between
 * two of them. While they cannot be read the old stay in use, and one finding an hour says so.
 */
export function createLiveDetectors(
  ports: Pick<Ports, 'now' | 'log'>,
  directory: Pick<RuleDirectory, 'load'>,
  { build, sleep }: LiveDetectorsOptions,
): LiveDetectors {
  let used: UsedDetectors | undefined;
  let next: UsedDetectors | undefined;
  let version: string | undefined;
  let lookedAt = -Infinity;
  const soughtAt = new Map<string, number>();
  let running: Promise<void> | undefined;
  let seeking: Promise<void> | undefined;
  let trouble: string | undefined;

  async function look(): Promise<void> {
    try {
      const rules = await directory.load();
      trouble = undefined;
      if (rules.version === version) return;
      next = build(rules);
      version = rules.version;
      tell(rules);
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error);
      ports.log.warn('The rules of users cannot be read; those in use stay', { reason: trouble });
    }
  }

  function tell({ files, rules, correlations, disabled }: UserRules): void {
    if (files.length + disabled.size === 0) return;
    const faults = files.flatMap((file) => file.faults);
    for (const reason of faults.slice(0, maxLogged)) ports.log.warn('A rule of a user is not used', { reason });
    const counts = { files: files.length, rules: rules.length, correlations: correlations.length };
    ports.log.info('Rules of users in use', { ...counts, faults: faults.length, disabled: disabled.size });
  }

  function begin(): void {
    if (running !== undefined) return;
    lookedAt = ports.now().getTime();
    running = look().finally(() => (running = undefined));
  }

  function current(): UsedDetectors {
    used = next ?? used ?? build(undefined);
    next = undefined;
    return used;
  }

  async function refresh(): Promise<void> {
    const age = ports.now().getTime() - lookedAt;
    if (age >= lookMs) begin();
    if (age >= staleMs && running !== undefined) await Promise.race([running, sleep(patienceMs)]);
  }

  /** A look that runs already may have begun before they were written. */
  async function lookAgain(): Promise<void> {
    await running;
    begin();
    await running;
  }

  function areSought(strangers: string[]): boolean {
    const now = ports.now().getTime();
    const due = strangers.filter((id) => now - (soughtAt.get(id) ?? -Infinity) >= strangerMs);
    if (soughtAt.size + due.length > maxStrangers) soughtAt.clear();
    for (const id of due) soughtAt.set(id, now);
    return due.length > 0;
  }

  function withHealth(detectors: Detectors): Detectors {
    return {
      ...detectors,
      observe(batch) {
        const found = detectors.observe(batch);
        const event = batch[0];
        if (trouble === undefined || event === undefined) return found;
        const detail = trouble;
        trouble = undefined;
        return [...found, healthFinding({ rule: userRulesRule, kind: 'threw', detail, event })];
      },
    };
  }

  return {
    refresh,
    detectors: () => withHealth(current().detectors),
    async statefulFor(ids) {
      await refresh();
      const known = new Set(current().stateful.map(({ id }) => id));
      const strangers = [...ids].filter((id) => !known.has(id));
      if (areSought(strangers)) seeking = lookAgain();
      if (strangers.length > 0) await Promise.race([seeking, sleep(patienceMs)]);
      return current().stateful;
    },
  };
}
