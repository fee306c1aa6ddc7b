import type { TelemetryEvent } from '../../../model/telemetryEvent';
import type { Detector, Finding } from '../detector';
import { unguarded, type RuleGuard } from '../ruleGuard';
import type { CompiledRule } from './compileRule';
import { createEventViews } from './eventViews';
import { createBuckets } from './logSourceBuckets';
import { ruleFinding } from './ruleFinding';

/** Runs compiled rules. Each event meets only the rules of its log source, and of these only those that may match. */
export function createSigmaDetector(rules: CompiledRule[], guard: RuleGuard = unguarded): Detector {
  const bucketOf = createBuckets(rules);

  function judge(event: TelemetryEvent, findings: Finding[]): void {
    const candidates = bucketOf(event.logSource).candidatesFor(event);
    if (candidates.length === 0) return;
    const viewsFor = createEventViews(event);
    const found = guard.attemptAll(candidates, event, (compiled) => {
      for (const view of viewsFor(compiled)) if (compiled.matches(view)) return ruleFinding(compiled, event, view);
      return undefined;
    });
    for (const finding of found) findings.push(finding);
  }

  return {
    id: 'sigma',
    observe(batch) {
      const findings: Finding[] = [];
      for (const event of batch) judge(event, findings);
      return findings;
    },
  };
}
