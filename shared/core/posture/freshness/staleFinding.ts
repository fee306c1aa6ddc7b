import type { Finding, Rule } from '../../detect/detector';
import type { StaleVerdicts } from '../../../model/documents/freshness';

const staleRule: Rule = {
  id: '5b0c9a6e-6a55-4f0c-9d0e-3f2f6f3f7a41',
  alertType: 'Skywarden_AssessmentsStale',
  displayName: 'Assessments rest on snapshots that are too old',
  description:
    'Resources of this subscription were not seen within the time that their assessments allow. The verdicts stand as they were, but nobody knows whether they still hold.',
  severity: 'Low',
  intent: 'Unknown',
  techniques: [],
  productComponentName: 'Skywarden',
  remediationSteps: [
    'Look whether what reports these resources still does: the inventory for Azure resources, the collector or the agent for machines.',
    'The alert resolves itself when all of them have been seen again.',
  ],
  // it tells of the state of this deployment, not of a step of an attack
  standsAlone: true,
  windowSeconds: 3600,
};

const kinds: Record<string, string> = {
  '8': 'endpoint protection',
  '24': 'general',
  '48': 'operating system configuration',
};

/**
 * What tells of stale verdicts of one limit in a subscription: one alert from when the first of them became stale until all
 * are fresh again.
 */
export function staleFinding(subscriptionId: string, hours: string, stale: StaleVerdicts): Finding {
  const { verdicts, resources, since, examples } = stale;
  return {
    rule: staleRule,
    entityKey: `${subscriptionId}|${hours}`,
    identity: `freshness|${subscriptionId}|${hours}|${since}`,
    time: since,
    resourceId: `/subscriptions/${subscriptionId}`,
    compromisedEntity: subscriptionId,
    entities: [],
    eventIds: [],
    extendedProperties: {
      Kind: kinds[hours] ?? hours,
      'Limit in hours': hours,
      'Stale since': since,
      Assessments: String(verdicts),
      Resources: String(resources),
      Examples: examples.join(', '),
    },
  };
}
