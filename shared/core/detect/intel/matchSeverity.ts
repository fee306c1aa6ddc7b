import type { Severity } from '../../../model/alert';
import type { Contact } from './contact';
import type { IndicatorMatch } from './indicatorIndex';

/** 0-100: that of the list, more when several lists agree, half on infrastructure that others share. */
export function matchConfidence({ confidence, lists, sharedWith }: IndicatorMatch): number {
  const agreed = Math.min(100, confidence + agreement * Math.min(maxAgreeing, lists.length - 1));
  return sharedWith === undefined ? agreed : Math.round(agreed / 2);
}

const agreement = 5;
const maxAgreeing = 3;

const falling: Severity[] = ['High', 'Medium', 'Low', 'Informational'];

/**
 * What a match means, or undefined when it means nothing. Scanners that a firewall turned away, sign-ins that failed and pages that a
 * proxy refused are daily noise. What went out to a listed address counts in full when it got through, and as Low when it was
 * stopped: something here tried. What came in and was let through is one step less, since whoever serves the Internet is found by
 * scanners; a sign-in that succeeded counts in full.
 */
export function matchSeverity(match: IndicatorMatch, { kind, direction, outcome }: Contact): Severity | undefined {
  const isTry = direction === 'outbound' && kind === 'network';
  if (outcome === 'stopped' && !isTry) return undefined;
  const confidence = matchConfidence(match);
  const full = confidence >= 80 ? 0 : confidence >= 50 ? 1 : 2;
  if (outcome === 'stopped') return falling[Math.max(2, full)];
  const isServed = direction === 'inbound' && kind !== 'signIn' && kind !== 'file';
  return falling[Math.min(3, full + (isServed ? 1 : 0))];
}
