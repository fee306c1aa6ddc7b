import type { TelemetryEvent } from '../../../model/telemetryEvent';
import type { Finding, StatefulDetector } from '../detector';
import type { ListedIndicator } from '../intel/indicator';
import { indicatorCases } from '../intel/indicatorCases';
import { createIndicatorDetector, indicatorRule } from '../intel/indicatorDetector';
import { runStateful } from '../runStateful';
import type { CompiledRule } from '../sigma/compileRule';
import { createSigmaDetector } from '../sigma/sigmaDetector';
import type { DetectionEntry } from './detectionEntry';
import { type DetectionDocument, documentNotes } from './documentNotes';

export interface ShippedDetections {
  documents: readonly DetectionDocument[];
  rules: readonly CompiledRule[];
  /** Detectors that remember, correlations among them. */
  stateful: readonly StatefulDetector[];
  indicators: ListedIndicator[];
}

/** What raw bodies become on their way through the hub. */
export type EventsOf = (bodies: string[]) => TelemetryEvent[];

/**
 * All that is shipped, in the order of alert types and titles. Detectors that remember do not say which rules they raise alerts
 * of: their cases do, so these are run, which takes about a second.
 */
export function detectionEntries(shipped: ShippedDetections, eventsOf: EventsOf): DetectionEntry[] {
  const notes = documentNotes(shipped.documents);
  const entries = [
    ...shipped.rules.map((compiled): DetectionEntry => {
      const bodies = (compiled.cases?.positive ?? []).slice(0, 1).map(({ body }) => body);
      const example = () => createSigmaDetector([compiled]).observe(eventsOf(bodies))[0];
      return { rule: compiled.rule, kind: 'rule', ...notes.of(compiled.rule.id), example };
    }),
    ...shipped.stateful.flatMap((detector) =>
      findingsOf(detector, eventsOf).map((finding): DetectionEntry => {
        const { rule } = finding;
        const kind = notes.has(rule.id) ? 'correlation' : 'detector';
        return { rule, kind, ...notes.of(rule.id), example: () => finding };
      }),
    ),
    intelligence(shipped.indicators, eventsOf),
  ];
  const keyOf = ({ rule }: DetectionEntry) => `${rule.alertType}\n${rule.displayName}\n${rule.id}`;
  return entries.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** The first finding of each rule that the cases of a detector end in. */
function findingsOf(detector: StatefulDetector, eventsOf: EventsOf): Finding[] {
  const found = new Map<string, Finding>();
  for (const { bodies, expect } of detector.cases) {
    if (expect.every((alertType) => [...found.values()].some(({ rule }) => rule.alertType === alertType))) continue;
    const observations = eventsOf(bodies).flatMap((event) => detector.keyOf(event));
    for (const finding of runStateful([detector], observations, new Map()).findings) {
      if (!found.has(finding.rule.id)) found.set(finding.rule.id, finding);
    }
  }
  return [...found.values()];
}

function intelligence(indicators: ListedIndicator[], eventsOf: EventsOf): DetectionEntry {
  const bodies = indicatorCases.filter(({ findings }) => findings > 0).map(({ body }) => body);
  return {
    rule: indicatorRule,
    kind: 'intelligence',
    file: '',
    dataNeed: 'Any source whose records name addresses, domains, URLs or hashes of files.',
    falsePositives: ['Shared infrastructure: cloud services and content delivery networks'],
    example: () => createIndicatorDetector(indicators).observe(eventsOf(bodies.slice(0, 1)))[0],
  };
}
