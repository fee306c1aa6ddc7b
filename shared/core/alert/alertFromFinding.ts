import type { Alert } from '../../model/alert';
import { parseResourceId } from '../../model/resourceId';
import type { Finding } from '../detect/detector';
import { unitedEntities } from './alertEntities';
import { alertFacts, creditsOf } from './alertFacts';
import { cutText } from './boundedText';
import { evidenceOf } from './evidence';
import { maxEventIds } from './mergeAlert';
import { sevenDigits, ticksName } from './ticks';
import { uuid5 } from './uuid5';

/** Namespace of alert guids: changing it would raise every open alert once more. */
const alertNamespace = '6d8f1f0e-58f5-4f0b-9f0a-3a6c1f6f2b71';

const maxReferences = 10;

/**
 * The alert that a finding opens. Findings of the same rule, entity and window get the same guid; `location` is the Azure
 * region of the resource and `now` the time of processing (ISO).
 */
export function alertFromFinding(finding: Finding, { location, now }: { location: string; now: string }): Alert {
  const { rule } = finding;
  const guid = alertGuid(finding);
  const { foreign } = finding;
  const startTimeUtc = sevenDigits(foreign?.startTime ?? finding.time);
  const eventIds = [...new Set(finding.eventIds)];
  return {
    name: ticksName(startTimeUtc, guid),
    guid,
    alertType: rule.alertType,
    alertDisplayName: rule.displayName,
    description: rule.description,
    severity: rule.severity,
    intent: rule.intent,
    techniques: [...new Set(rule.techniques.map((id) => id.split('.')[0]!))],
    subTechniques: [...new Set(rule.techniques.filter((id) => id.includes('.')))],
    status: foreign?.status ?? 'Active',
    startTimeUtc,
    endTimeUtc: foreign ? sevenDigits(foreign.endTime) : startTimeUtc,
    timeGeneratedUtc: sevenDigits(now),
    processingEndTimeUtc: sevenDigits(now),
    resourceId: finding.resourceId,
    location,
    compromisedEntity: cutText(finding.compromisedEntity),
    productComponentName: rule.productComponentName,
    remediationSteps: rule.remediationSteps,
    entities: unitedEntities([], entitiesOf(finding)),
    extendedProperties: alertFacts(foreign ? {} : creditsOf(rule), finding.extendedProperties),
    correlationKey: guid,
    isIncident: false,
    ruleId: rule.id,
    occurrences: foreign && !foreign.counts ? 1 : Math.max(1, eventIds.length),
    eventIds: eventIds.slice(-maxEventIds),
    evidence: evidenceOf(finding),
    ...(foreign && { foreign }),
    ...(rule.references && rule.references.length > 0 && { references: rule.references.slice(0, maxReferences) }),
    ...(rule.standsAlone && { standsAlone: rule.standsAlone }),
  };
}

/** Windows are counted from the Unix epoch, so that it does not matter which finding of a window comes first. */
export function alertGuid({ rule, entityKey, identity, resourceId, time }: Finding): string {
  if (identity !== undefined) return uuid5(alertNamespace, `identity|${identity}`);
  const window = Math.floor(Date.parse(time) / (rule.windowSeconds * 1000));
  // The same name may be met with and without a resource id: those alerts are kept apart, and so are their ids.
  const { rootId } = parseResourceId(resourceId);
  return uuid5(alertNamespace, `${rule.sameAlertAs ?? rule.id}|${entityKey}|${rootId}|${window * rule.windowSeconds}`);
}

function entitiesOf({ entities, resourceId }: Finding): Finding['entities'] {
  const named = entities.some((entity) => entity.type === 'azure-resource');
  return named || resourceId === '' ? entities : [{ type: 'azure-resource', resourceId }, ...entities];
}
