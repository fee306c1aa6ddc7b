import type { TelemetryEvent } from '../../model/telemetryEvent';
import type { Detector, EventKind, Finding, Observation, Rule, StatefulDetector } from './detector';
import { createForeignAlertDetector } from './foreign/foreignAlertDetector';
import { healthFinding } from './healthFinding';
import { createIndicatorDetector, type IndicatorLookup } from './intel/indicatorDetector';
import type { ListedIndicator } from './intel/indicator';
import type { RuleGuard } from './ruleGuard';
import type { CompiledRule } from './sigma/compileRule';
import { createSigmaDetector } from './sigma/sigmaDetector';
import { statefulRule } from './statefulRule';

/** What judges a batch of telemetry. */
export interface Detectors {
  /** Findings of all stateless detectors, and one for each rule that failed on an event. */
  observe(batch: TelemetryEvent[]): Finding[];
  /** What stateful detectors want to know of one event: goes to the `signals` hub under its entity key. */
  observationsOf(event: TelemetryEvent): Observation[];
}

export interface DetectorParts {
  rules: CompiledRule[];
  indicators: ListedIndicator[] | IndicatorLookup;
  stateful: StatefulDetector[];
  guard: RuleGuard;
}

/** All detectors behind one guard: a rule that throws or overruns affects no other and raises a health finding. */
export function createDetectors({ rules, indicators, stateful, guard }: DetectorParts): Detectors {
  const stateless: Detector[] = [
    createSigmaDetector(rules, guard),
    createIndicatorDetector(indicators, guard),
    createForeignAlertDetector(guard),
  ];
  const unitsFor = byKind(stateful.map((detector) => ({ detector, rule: statefulRule(detector) })));
  return {
    observe(batch) {
      const findings = stateless.flatMap((detector) => detector.observe(batch));
      return [...findings, ...guard.drain().map(healthFinding)];
    },
    observationsOf: (event) =>
      guard.attemptAll(unitsFor(event), event, ({ detector }) => orNothing(detector.keyOf(event))).flat(),
  };
}

interface Unit {
  detector: StatefulDetector;
  rule: Rule;
}

/** Kinds of events that are remembered: senders cannot make the table grow without end. */
const maxKinds = 10_000;

/** The units that an event concerns: most kinds of events concern few. */
function byKind(units: readonly Unit[]): (kind: EventKind) => readonly Unit[] {
  const known = new Map<string, readonly Unit[]>();
  return (kind) => {
    const { product = '', service = '', category = '' } = kind.logSource;
    const key = `${kind.source}\n${product}\n${service}\n${category}`;
    const found = known.get(key);
    if (found) return found;
    const concerned = units.filter(({ detector }) => detector.concerns?.(kind) ?? true);
    if (known.size >= maxKinds) known.clear();
    known.set(key, concerned);
    return concerned;
  };
}

const orNothing = (observations: Observation[]): Observation[] | undefined =>
  observations.length === 0 ? undefined : observations;
