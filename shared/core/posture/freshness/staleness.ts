import type { StaleVerdicts } from '../../../model/documents/freshness';

/** A verdict that rests on a snapshot older than its limit. */
export interface StaleVerdict {
  recommendation: string;
  /** The limit: 8, 24 or 48 hours. */
  hours: number;
  since: string;
}

/** Stale verdicts by limit in hours; limits without any are left out. */
export type Staleness = Readonly<Record<string, StaleVerdicts>>;

/** Enough to begin with, and few enough for a queue message; the assessments name all. */
const maxExamples = 5;

export function stalenessOf(resourceId: string, stale: readonly StaleVerdict[]): Staleness {
  const found: Record<string, StaleVerdicts> = {};
  for (const { hours, since } of stale) {
    const known = found[hours];
    found[hours] = {
      verdicts: (known?.verdicts ?? 0) + 1,
      resources: 1,
      since: earlier(known?.since, since),
      examples: [resourceId],
    };
  }
  return found;
}

export function addStaleness(a: Staleness, b: Staleness): Staleness {
  const sum: Record<string, StaleVerdicts> = { ...a };
  for (const [hours, more] of Object.entries(b)) {
    const known = sum[hours];
    sum[hours] = known
      ? {
          verdicts: known.verdicts + more.verdicts,
          resources: known.resources + more.resources,
          since: earlier(known.since, more.since),
          examples: [...known.examples, ...more.examples].slice(0, maxExamples),
        }
      : more;
  }
  return sum;
}

const earlier = (a: string | undefined, b: string): string =>
  a !== undefined && Date.parse(a) < Date.parse(b) ? a : b;
