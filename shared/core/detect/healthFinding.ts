import type { Finding, Rule } from './detector';
import type { TelemetryEvent } from '../../model/telemetryEvent';
import type { RuleFault } from './ruleGuard';

const healthRule: Rule = {
  id: 'b1f3c2a4-93d2-4f8e-8a55-7c0c7a3a1d10',
  alertType: 'Skywarden_DetectionRuleFault',
  displayName: 'A detection rule could not judge an event',
  description:
    'A detection rule failed or took too long on an event. The event is stored, but this rule may have missed something in it.',
  severity: 'Low',
  intent: 'DefenseEvasion',
  techniques: [],
  productComponentName: 'Skywarden',
  remediationSteps: [
    'Look at the event named in the alert: it may have been made to blind this rule.',
    'Correct or simplify the rule; a rule that rests comes back by itself.',
  ],
  // it tells of a rule, not of a step of an attack
  standsAlone: true,
  windowSeconds: 3600,
};

/** Of the event, what an alert needs. */
type ToldFault = Omit<RuleFault, 'event'> & { event: Pick<TelemetryEvent, 'id' | 'time' | 'resourceId'> };

/** A fault as a finding, so that a blinded rule is seen where alerts are seen: one alert per rule, kind and hour. */
export function healthFinding({ rule, kind, detail, event }: ToldFault): Finding {
  return {
    rule: healthRule,
    entityKey: `${rule.id}|${kind}`,
    time: event.time,
    resourceId: event.resourceId,
    compromisedEntity: rule.displayName,
    entities: [],
    eventIds: [event.id],
    extendedProperties: { 'Rule id': rule.id, 'Rule title': rule.displayName, Fault: kind, Detail: detail },
  };
}
