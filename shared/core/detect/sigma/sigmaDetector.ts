import type { LogSource, TelemetryEvent } from '../../../model/telemetryEvent';
import type { Detector, Finding } from '../detector';
import { unguarded, type RuleGuard } from '../ruleGuard';
import type { CompiledRule } from './compileRule';
import { createEventViews } from './eventViews';
import { ruleFinding } from './ruleFinding';

/** Log sources that the bucket table remembers: senders cannot make it grow without end. */
const maxBuckets = 10_000;

/** Runs compiled rules. Each event meets only the rules of its log source; that selection is made once per log source. */
export function createSigmaDetector(rules: CompiledRule[], guard: RuleGuard = unguarded): Detector {
  const buckets = new Map<string, CompiledRule[]>();

  function bucketOf({ product = '', service = '', category = '' }: LogSource): CompiledRule[] {
    const key = `${product}\n${service}\n${category}`;
    const known = buckets.get(key);
    if (known !== undefined) return known;
    const bucket = rules.filter((rule) => isFor(rule.logSource, { product, service, category }));
    if (buckets.size >= maxBuckets) buckets.clear();
    buckets.set(key, bucket);
    return bucket;
  }

  function observeOne(event: TelemetryEvent): Finding[] {
    const bucket = bucketOf(event.logSource);
    if (bucket.length === 0) return [];
    const viewsFor = createEventViews(event);
    const findings: Finding[] = [];
    for (const compiled of bucket) {
      const finding = guard.attempt(compiled.rule, event, () => {
        const view = viewsFor(compiled).find((candidate) => compiled.matches(candidate));
        return view && ruleFinding(compiled, event, view);
      });
      if (finding !== undefined) findings.push(finding);
    }
    return findings;
  }

  return { id: 'sigma', observe: (batch) => batch.flatMap(observeOne) };
}

/** A rule is for an event when every part of its log source is that of the event. */
function isFor(wanted: LogSource, { product, service, category }: Required<LogSource>): boolean {
  return (
    (wanted.product === undefined || wanted.product === product.toLowerCase()) &&
    (wanted.service === undefined || wanted.service === service.toLowerCase()) &&
    (wanted.category === undefined || wanted.category === category.toLowerCase())
  );
}
