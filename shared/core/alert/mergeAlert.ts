import { type Alert, type ForeignFacts, severities } from '../../model/alert';
import type { Finding } from '../detect/detector';
import { unitedEntities } from './alertEntities';
import { alertFacts, creditsIn } from './alertFacts';
import { evidenceOf, unitedEvidence } from './evidence';
import { sevenDigits } from './ticks';

/** Content ids that an alert remembers. */
export const maxEventIds = 100;

/**
 * The alert with one more finding of its rule, entity and window; undefined when all its events are counted already. Name,
 * start time and state stay as they are; the higher severity wins.
 */
export function mergeAlert(existing: Alert, finding: Finding): Alert | undefined {
  const counted = new Set(existing.eventIds);
  const fresh = [...new Set(finding.eventIds)].filter((id) => !counted.has(id));
  if (fresh.length === 0) return undefined;
  if (existing.foreign && finding.foreign) return mergeForeign(existing, finding, finding.foreign, fresh);
  const time = sevenDigits(finding.time);
  const newer = time > existing.endTimeUtc;
  const credits = creditsIn(existing.extendedProperties);
  return {
    ...existing,
    severity: higher(existing.severity, finding.rule.severity),
    endTimeUtc: newer ? time : existing.endTimeUtc,
    occurrences: existing.occurrences + fresh.length,
    entities: unitedEntities(existing.entities, finding.entities),
    extendedProperties: newer
      ? alertFacts(credits, existing.extendedProperties, finding.extendedProperties)
      : alertFacts(credits, finding.extendedProperties, existing.extendedProperties),
    eventIds: [...existing.eventIds, ...fresh].slice(-maxEventIds),
    evidence: unitedEvidence(existing.evidence ?? [], evidenceOf(finding)),
  };
}

/**
 * What the product told last counts, whatever order it arrives in. Its state is taken over when it changes there, so that a
 * state that somebody set here stays while the product only tells more.
 */
function mergeForeign(existing: Alert, { rule, ...finding }: Finding, told: ForeignFacts, fresh: string[]): Alert {
  const known = existing.foreign!;
  const entities = unitedEntities(existing.entities, finding.entities);
  const eventIds = [...existing.eventIds, ...fresh].slice(-maxEventIds);
  const occurrences = existing.occurrences + (told.counts ? fresh.length : 0);
  if (told.updatedAt < known.updatedAt) return { ...existing, occurrences, entities, eventIds };
  return {
    ...existing,
    alertType: rule.alertType,
    alertDisplayName: rule.displayName,
    description: rule.description || existing.description,
    occurrences,
    severity: rule.severity,
    status: told.status === known.status ? existing.status : told.status,
    endTimeUtc: later(existing.endTimeUtc, sevenDigits(told.endTime)),
    remediationSteps: rule.remediationSteps.length > 0 ? rule.remediationSteps : existing.remediationSteps,
    entities,
    extendedProperties: alertFacts(
      creditsIn(existing.extendedProperties),
      existing.extendedProperties,
      finding.extendedProperties,
    ),
    eventIds,
    evidence: unitedEvidence(existing.evidence ?? [], evidenceOf({ ...finding, rule })),
    foreign: { ...told, link: told.link || known.link },
  };
}

const later = (a: string, b: string): string => (a > b ? a : b);

function higher(a: Alert['severity'], b: Alert['severity']): Alert['severity'] {
  return severities.indexOf(a) >= severities.indexOf(b) ? a : b;
}
