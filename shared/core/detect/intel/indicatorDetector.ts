import type { Entity } from '../../../model/entity';
import type { JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { compromisedEntityOf } from '../compromisedEntity';
import type { Detector, Finding, Rule } from '../detector';
import { unguarded, type RuleGuard } from '../ruleGuard';
import { contactOf, type Contact } from './contact';
import type { ListedIndicator } from './indicator';
import { createIndicatorIndex, type IndicatorMatch } from './indicatorIndex';
import { matchConfidence, matchSeverity } from './matchSeverity';

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

/** Fields that hold a name or URL which not every source makes an entity of. Read by their exact spelling: this runs on every event. */
const domainFields = ['QueryName', 'DestinationHostname', 'query', 'domain'];
const urlFields = ['url', 'Url', 'requestUri', 'uri'];

/** What is asked, at the moment it is asked: lists change while the detector runs. */
export type IndicatorLookup = (entity: Entity, time: string) => IndicatorMatch | undefined;

interface Hit {
  match: IndicatorMatch;
  entity: Entity;
}

/** One finding per event and indicator; alerts are kept apart by indicator, local entity and day. */
export function createIndicatorDetector(
  indicators: ListedIndicator[] | IndicatorLookup,
  guard: RuleGuard = unguarded,
): Detector {
  const find: IndicatorLookup = typeof indicators === 'function' ? indicators : lookupIn(indicators);

  function observeOne(event: TelemetryEvent): Finding[] {
    let hits: Map<string, Hit> | undefined;
    for (const entity of [...event.entities, ...namedIn(event.fields)]) {
      const match = find(entity, event.time);
      if (match !== undefined) (hits ??= new Map<string, Hit>()).set(`${match.type}:${match.value}`, { match, entity });
    }
    return hits === undefined ? [] : [...hits.values()].flatMap((hit) => indicatorFinding(hit, event) ?? []);
  }

  return {
    id: 'indicators',
    observe: (batch) => batch.flatMap((event) => guard.attempt(indicatorRule, event, () => observeOne(event)) ?? []),
  };
}

function lookupIn(indicators: ListedIndicator[]): IndicatorLookup {
  const index = createIndicatorIndex(indicators);
  return (entity, time) => index.find(entity, time);
}

function namedIn(fields: JsonObject): Entity[] {
  const texts = (names: string[]) => names.map((name) => fields[name]).filter((value) => typeof value === 'string');
  return [
    ...texts(domainFields).map((domainName): Entity => ({ type: 'dns', domainName })),
    ...texts(urlFields).map((url): Entity => ({ type: 'url', url })),
  ];
}

function indicatorFinding({ match, entity }: Hit, event: TelemetryEvent): Finding | undefined {
  const contact = contactOf(event, entity);
  const severity = matchSeverity(match, contact);
  if (severity === undefined) return undefined;
  const local = localEntityOf(contact, event);
  return {
    rule: { ...indicatorRule, severity, ...meaningOf(contact) },
    entityKey: `${match.type}:${match.value}|${local.key}`.toLowerCase(),
    time: event.time,
    resourceId: event.resourceId,
    compromisedEntity: local.name,
    entities: [entity, ...event.entities.filter((other) => other !== entity)],
    eventIds: [event.id],
    extendedProperties: factsOf(match, contact),
  };
}

/** The machine behind the address on our side, where a network device reports; else whoever signed in, or the resource itself. */
function localEntityOf(contact: Contact, { resourceId, entities }: TelemetryEvent): { key: string; name: string } {
  const name = compromisedEntityOf(resourceId, entities);
  const host = entities.some(({ type }) => type === 'host');
  if (!host && contact.localAddress !== undefined)
    return { key: `${resourceId}|${contact.localAddress}`, name: contact.localAddress };
  const account = entities.find((entity) => entity.type === 'account');
  if (!host && contact.kind === 'signIn' && account)
    return {
      key: `${resourceId}|${account.aadUserId ?? `${account.name}@${account.upnSuffix ?? ''}`}`,
      name: account.name,
    };
  return { key: resourceId || name, name };
}

function meaningOf({ kind, direction }: Contact): Pick<Rule, 'intent' | 'techniques'> {
  if (kind === 'file') return { intent: 'Execution', techniques: ['T1204.002'] };
  if (kind === 'signIn') return { intent: 'InitialAccess', techniques: ['T1078'] };
  if (direction === 'inbound') return { intent: 'PreAttack', techniques: ['T1595'] };
  return { intent: indicatorRule.intent, techniques: indicatorRule.techniques };
}

const factsOf = (match: IndicatorMatch, contact: Contact): Record<string, string> => ({
  Indicator: match.value,
  'Indicator type': match.type,
  'Indicator description': match.description,
  'Indicator confidence': String(match.confidence),
  ...(match.reference !== undefined && { 'Indicator id': match.reference }),
  ...(match.validUntil !== undefined && { 'Indicator valid until': match.validUntil }),
  ...(match.marking !== undefined && { Marking: `TLP:${match.marking.toUpperCase()}` }),
  Feed: match.feed,
  ...(match.lists.length > 1 && { Feeds: match.lists.join(', ') }),
  ...(match.sharedWith !== undefined && { 'Shared infrastructure': match.sharedWith }),
  Confidence: String(matchConfidence(match)),
  Direction: contact.direction,
  Outcome: contact.outcome,
});
