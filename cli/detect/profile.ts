import type { Rule } from '../../shared/core/detect/detector';
import type { RuleGuard } from '../../shared/core/detect/ruleGuard';

interface Spent {
  title: string;
  asked: number;
  matched: number;
  /** Milliseconds. */
  total: number;
  longest: number;
}

/** A guard that measures each rule on each event, and the table of what they took. */
export interface Profiler {
  guard: RuleGuard;
  /** The rules that took longest, one a line. */
  table(rows: number): string;
}

export function createProfiler(guard: RuleGuard, now: () => number): Profiler {
  const spent = new Map<string, Spent>();

  function measured<T>(rule: Rule, work: () => T | undefined): T | undefined {
    const start = now();
    const result = work();
    const took = now() - start;
    const known = spent.get(rule.id) ?? { title: rule.displayName, asked: 0, matched: 0, total: 0, longest: 0 };
    spent.set(rule.id, {
      ...known,
      asked: known.asked + 1,
      matched: known.matched + (result === undefined || (Array.isArray(result) && result.length === 0) ? 0 : 1),
      total: known.total + took,
      longest: Math.max(known.longest, took),
    });
    return result;
  }

  return {
    guard: {
      ...guard,
      attempt: (rule, event, work) => guard.attempt(rule, event, () => measured(rule, work) as ReturnType<typeof work>),
      attemptAll: (units, event, work) =>
        guard.attemptAll(units, event, (unit) => measured(unit.rule, () => work(unit))),
    },
    table(rows) {
      const head = '  total ms    asked  matched   mean us   worst us  rule';
      const lines = [...spent]
        .sort(([, a], [, b]) => b.total - a.total)
        .slice(0, rows)
        .map(([id, { title, asked, matched, total, longest }]) =>
          [
            total.toFixed(1).padStart(10),
            String(asked).padStart(8),
            String(matched).padStart(8),
            ((total / asked) * 1000).toFixed(1).padStart(9),
            (longest * 1000).toFixed(0).padStart(10),
            ` ${id} ${title}`,
          ].join(' '),
        );
      return [head, ...lines].join('\n');
    },
  };
}
