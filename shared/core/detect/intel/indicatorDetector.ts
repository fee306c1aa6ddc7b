import type { Severity } from '../../../model/alert';
import type { Entity } from '../../../model/entity';
import type { JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { compromisedEntityOf } from '../compromisedEntity';
import type { Detector, Finding, Rule } from '../detector';
import { unguarded, type RuleGuard } from '../ruleGuard';
import { createRecordView } from '../sigma/recordView';
import type { Indicator } from './indicator';
import { createIndicatorIndex } from './indicatorIndex';

export const indicatorRule: Rule = {
  id: '0f6f7f38-5c2c-4b6e-9f0e-6c1d3c2b7a41',
  alertType: 'Skywarden_ThreatIntelligenceMatch',
  displayName: 'Contact with something known to be malicious',
  description:
    'An event names an address, domain, URL or file that a threat intelligence list reports as malicious, and nothing says that the contact was blocked.',
  severity: 'Medium',
  intent: 'CommandAndControl',
  techniques: ['T1071'],
  productComponentName: 'VirtualMachines',
  remediationSteps: [
    'Find the process or account behind the event and whether the contact was intended.',
    'If it was not, isolate the machine, block the indicator and look for the same indicator on other machines.',
  ],
  windowSeconds: 86_400,
};

/** Fields in which senders say what became of a contact, and the words for "it was stopped" or "it failed". */
const outcomeFields = ['action', 'properties.action', 'flowstate', 'res', 'result', 'outcome.result', 'access'];
const stopped = new Set(['deny', 'denied', 'd', 'drop', 'dropped', 'block', 'blocked', 'reject', 'rejected', 'failed']);

/** Fields that hold a name or URL which not every source makes an entity of. Read by their exact spelling: this runs on every event. */
const domainFields = ['QueryName', 'DestinationHostname', 'query', 'domain'];
const urlFields = ['url', 'Url', 'requestUri', 'uri'];

/** One finding per event and indicator; alerts are kept apart by indicator, machine and day. */
export function createIndicatorDetector(indicators: Indicator[], guard: RuleGuard = unguarded): Detector {
  const index = createIndicatorIndex(indicators);

  function observeOne(event: TelemetryEvent): Finding[] {
    const hits = new Map<string, { indicator: Indicator; entity: Entity }>();
    for (const entity of [...event.entities, ...namedIn(event.fields)]) {
      const indicator = index.find(entity, event.time);
      if (indicator !== undefined) hits.set(`${indicator.type}:${indicator.value}`, { indicator, entity });
    }
    if (hits.size === 0 || wasStopped(event)) return [];
    return [...hits.values()].map(({ indicator, entity }) => indicatorFinding(indicator, entity, event));
  }

  return {
    id: 'indicators',
    observe: (batch) => batch.flatMap((event) => guard.attempt(indicatorRule, event, () => observeOne(event)) ?? []),
  };
}

function namedIn(fields: JsonObject): Entity[] {
  const texts = (names: string[]) => names.map((name) => fields[name]).filter((value) => typeof value === 'string');
  return [
    ...texts(domainFields).map((domainName): Entity => ({ type: 'dns', domainName })),
    ...texts(urlFields).map((url): Entity => ({ type: 'url', url })),
  ];
}

/** Scanners that a firewall turned away or a login that failed are daily noise, not contact. */
function wasStopped(event: TelemetryEvent): boolean {
  const views = [event.fields, ...(event.parts ?? [])].map((record) => createRecordView(record));
  return views.some((view) => outcomeFields.some((field) => view.texts(field).some(({ text }) => stopped.has(text.toLowerCase()))));
}

function indicatorFinding(indicator: Indicator, entity: Entity, event: TelemetryEvent): Finding {
  const compromisedEntity = compromisedEntityOf(event.resourceId, event.entities);
  return {
    rule: { ...indicatorRule, severity: severityOf(indicator) },
    entityKey: `${indicator.type}:${indicator.value}|${event.resourceId || compromisedEntity}`.toLowerCase(),
    time: event.time,
    resourceId: event.resourceId,
    compromisedEntity,
    entities: [entity, ...event.entities.filter((other) => other !== entity)],
    eventIds: [event.id],
    extendedProperties: {
      Indicator: indicator.value,
      'Indicator type': indicator.type,
      'Indicator description': indicator.description,
      'Indicator confidence': String(indicator.confidence),
      Feed: indicator.feed,
    },
  };
}

function severityOf({ confidence }: Indicator): Severity {
  if (confidence >= 80) return 'High';
  return confidence >= 50 ? 'Medium' : 'Low';
}
