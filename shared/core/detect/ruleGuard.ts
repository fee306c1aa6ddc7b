import type { TelemetryEvent } from '../../model/telemetryEvent';
import type { Rule } from './detector';

/** What went wrong with a rule on one event: it threw, or took longer than its budget and cools down. */
export interface RuleFault {
  rule: Rule;
  kind: 'threw' | 'overran';
  detail: string;
  event: TelemetryEvent;
}

/** Runs the work of one rule on one event so that it affects no other rule. */
export interface RuleGuard {
  attempt<T>(rule: Rule, event: TelemetryEvent, work: () => T): T | undefined;
  /**
   * The same for all rules that look at one event: the clock is read once for all of them, and for each only when all together
   * took too long. Answers what is not undefined.
   */
  attemptAll<U extends { rule: Rule }, T>(
    units: readonly U[],
    event: TelemetryEvent,
    work: (unit: U) => T | undefined,
  ): T[];
  /** Faults since the last call. */
  drain(): RuleFault[];
  /** Evaluations left out since the start because a rule was cooling down, by rule id. */
  skipped(): ReadonlyMap<string, number>;
}

export interface RuleGuardOptions {
  /** Milliseconds, monotonic. */
  now: () => number;
  /** Milliseconds that one rule may take for one event. */
  budget?: number;
  /** Milliseconds that a rule rests after it overran; then it comes back by itself. */
  coolDown?: number;
}

/** Faults kept between two calls of `drain`, and characters of an error's text. */
const maxFaults = 1000;
const maxDetail = 500;

/**
 * A rule that throws loses that event only. One that overruns keeps its result, is asked a second time, and rests when
 * that takes too long as well: once alone may be a pause of the machine.
 */
export function createRuleGuard({ now, budget = 100, coolDown = 60_000 }: RuleGuardOptions): RuleGuard {
  const restingUntil = new Map<string, number>();
  const skips = new Map<string, number>();
  let faults: RuleFault[] = [];

  function report(fault: RuleFault): void {
    if (faults.length < maxFaults) faults.push(fault);
  }

  function timed<T>(work: () => T): { result: T; took: number } {
    const start = now();
    const result = work();
    return { result, took: now() - start };
  }

  function isResting(rule: Rule): boolean {
    const until = restingUntil.get(rule.id);
    if (until === undefined) return false;
    if (now() < until) return true;
    restingUntil.delete(rule.id);
    return false;
  }

  function isSkipped(rule: Rule): boolean {
    if (restingUntil.size === 0 || !isResting(rule)) return false;
    skips.set(rule.id, (skips.get(rule.id) ?? 0) + 1);
    return true;
  }

  const reportThrown = (rule: Rule, event: TelemetryEvent, error: unknown): void =>
    report({ rule, kind: 'threw', detail: String(error).slice(0, maxDetail), event });

  function caught<T>(rule: Rule, event: TelemetryEvent, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      reportThrown(rule, event, error);
      return undefined;
    }
  }

  function rest(rule: Rule, event: TelemetryEvent, took: number): void {
    restingUntil.set(rule.id, now() + coolDown);
    report({ rule, kind: 'overran', detail: `${Math.round(took)} ms for one event, allowed are ${budget}`, event });
  }

  function attempt<T>(rule: Rule, event: TelemetryEvent, work: () => T): T | undefined {
    if (isSkipped(rule)) return undefined;
    return caught(rule, event, () => {
      const { result, took } = timed(work);
      if (took > budget && timed(work).took > budget) rest(rule, event, took);
      return result;
    });
  }

  return {
    attempt,
    attemptAll(units, event, work) {
      const results = [];
      const start = now();
      const asked = restingUntil.size === 0 ? units : units.filter(({ rule }) => !isSkipped(rule));
      for (const unit of asked) {
        try {
          const result = work(unit);
          if (result !== undefined) results.push(result);
        } catch (error) {
          reportThrown(unit.rule, event, error);
        }
      }
      if (now() - start <= budget) return results;
      for (const unit of asked) {
        const { took } = timed(() => withoutReport(() => work(unit)));
        if (took > budget) rest(unit.rule, event, took);
      }
      return results;
    },
    drain() {
      const drained = faults;
      faults = [];
      return drained;
    },
    skipped: () => skips,
  };
}

/** A second run, for its time only: what the rule throws is known from the first. */
function withoutReport(work: () => unknown): void {
  try {
    work();
  } catch {
    return;
  }
}

/** No guard: for compiling, tests and one-off runs where a throw should be seen. */
export const unguarded: RuleGuard = {
  attempt: (_rule, _event, work) => work(),
  attemptAll: (units, _event, work) => units.map(work).filter((result) => result !== undefined),
  drain: () => [],
  skipped: () => new Map(),
};
