import { severities, type Alert } from '../../model/alert';
import type { Finding } from '../detect/detector';
import { unitedEntities } from './alertEntities';
import { boundedFacts } from './boundedText';
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
  const time = sevenDigits(finding.time);
  const newer = time > existing.endTimeUtc;
  return {
    ...existing,
    severity: higher(existing.severity, finding.rule.severity),
    endTimeUtc: newer ? time : existing.endTimeUtc,
    occurrences: existing.occurrences + fresh.length,
    entities: unitedEntities(existing.entities, finding.entities),
    extendedProperties: boundedFacts(
      newer
        ? { ...existing.extendedProperties, ...finding.extendedProperties }
        : { ...finding.extendedProperties, ...existing.extendedProperties },
    ),
    eventIds: [...existing.eventIds, ...fresh].slice(-maxEventIds),
  };
}

function higher(a: Alert['severity'], b: Alert['severity']): Alert['severity'] {
  return severities.indexOf(a) >= severities.indexOf(b) ? a : b;
}
