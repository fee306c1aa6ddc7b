import { indicatorLists } from '../../content/indicators.generated';
import { createDetectors, type Detectors } from '../../shared/core/detect/createDetectors';
import type { Finding } from '../../shared/core/detect/detector';
import { parseIndicatorCsv } from '../../shared/core/detect/intel/parseIndicators';
import type { RuleGuard } from '../../shared/core/detect/ruleGuard';
import { runStateful } from '../../shared/core/detect/runStateful';
import type { RuleSet } from '../../shared/core/detect/sigma/ruleSet';
import { createSigmaDetector } from '../../shared/core/detect/sigma/sigmaDetector';
import { stateful } from '../../shared/core/detect/stateful.generated';
import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';

/**
 * Findings of one event after another: of detectors that remember at once, as if its signals came back without delay. With the
 * shipped content all detectors take part, else the rules and their correlations alone.
 */
export function createJudge(
  set: RuleSet,
  withContent: boolean,
  guard: RuleGuard,
): (event: TelemetryEvent) => Finding[] {
  const remembering = withContent ? [...stateful, ...set.correlations] : set.correlations;
  const detectors = withContent ? allDetectors(set, guard) : rulesAlone(set, guard);
  const states = new Map<string, JsonObject>();
  return (event) => {
    const found = detectors.observe([event]);
    const run = runStateful(remembering, detectors.observationsOf(event), states);
    for (const [key, state] of run.states) states.set(key, state);
    for (const { detector, reason } of run.failed) console.error(`${detector} failed: ${reason}`);
    for (const { rule, kind, detail } of guard.drain()) console.error(`${rule.displayName} ${kind}: ${detail}`);
    return [...found, ...run.findings];
  };
}

function allDetectors({ rules, correlations }: RuleSet, guard: RuleGuard): Detectors {
  const indicators = indicatorLists.flatMap(({ file, text }) => parseIndicatorCsv(file, text).indicators);
  return createDetectors({ rules, indicators, stateful: [...stateful, ...correlations], guard });
}

function rulesAlone({ rules, correlations }: RuleSet, guard: RuleGuard): Detectors {
  const sigma = createSigmaDetector(rules, guard);
  return {
    observe: (batch) => sigma.observe(batch),
    observationsOf: (event) => correlations.flatMap((detector) => detector.keyOf(event)),
  };
}
