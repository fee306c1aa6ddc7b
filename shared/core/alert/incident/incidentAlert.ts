import { type Alert, type Intent, severities, type Severity } from '../../../model/alert';
import { parseResourceId } from '../../../model/resourceId';
import { ticksName } from '../ticks';
import { uuid5 } from '../uuid5';
import type { Gathered } from './incidentFacts';
import { furthestIntent, stagesOf } from './killChain';

const incidentNamespace = 'a3d0b1f8-7c52-4e0e-9f5e-0d3c8f0f5b62';
const ruleId = '7f5c2c6b-3a94-4c2e-8a57-1f8f3d2b9c40';

/** The incident whose first alert this is. */
export const incidentGuid = (firstAlertGuid: string): string => uuid5(incidentNamespace, firstAlertGuid);

/** What is kept from one version of an incident to the next. */
export interface IncidentHistory {
  status: Alert['status'];
  timeGeneratedUtc: string;
  exportedAt: string[];
}

/** The incident that these alerts are: the same alerts, the same incident, but for its history. */
export function incidentAlert(gathered: Gathered, location: string, history: IncidentHistory): Alert {
  const { members, techniques, plans, entities } = gathered;
  const first = members[0]!;
  const guid = incidentGuid(first.guid);
  const intents = members.map(({ intent }) => intent);
  const stages = stagesOf(intents);
  const victims = [...new Set(members.map(({ compromisedEntity }) => compromisedEntity).filter(Boolean))];
  const resources = new Set(members.map(({ resourceId }) => resourceId.toLowerCase()));
  const on = resources.size > 1 || victims.length !== 1 ? 'multiple resources' : victims[0];
  return {
    name: ticksName(first.startTimeUtc, guid),
    guid,
    alertType: 'Skywarden_SecurityIncident',
    alertDisplayName: `Security incident detected on ${on}`,
    description: describe(members.length, stages),
    severity: severityOf(members, stages),
    intent: furthestIntent(intents),
    techniques: [...new Set(techniques.map((id) => id.split('.')[0]!))],
    subTechniques: techniques.filter((id) => id.includes('.')),
    status: history.status,
    startTimeUtc: first.startTimeUtc,
    endTimeUtc: members.at(-1)!.startTimeUtc,
    timeGeneratedUtc: history.timeGeneratedUtc,
    processingEndTimeUtc: history.timeGeneratedUtc,
    resourceId: commonScope(members.map(({ resourceId }) => resourceId)),
    location,
    compromisedEntity: victims.slice(0, 5).join(', '),
    productComponentName: plans.join(', '),
    remediationSteps: [
      'Look at the alerts of this incident from the first to the last: together they tell what was done.',
      'Contain what they have in common: the account, the address, the machine. Then follow the steps of each alert.',
      'When all of it is understood, close the incident and its alerts.',
    ],
    entities,
    extendedProperties: {
      'Number of alerts': String(members.length),
      'Kill chain': stages.join(', '),
      'Alert types': [...new Set(members.map(({ alertType }) => alertType))].sort().join(', '),
      'Alert ids': JSON.stringify(members.map(({ name }) => name)),
    },
    correlationKey: guid,
    isIncident: true,
    ruleId,
    occurrences: members.length,
    eventIds: [],
    incident: { members, techniques, plans, exportedAt: history.exportedAt },
  };
}

function describe(count: number, stages: readonly Intent[]): string {
  const about = `${count} alerts within days share a machine, an account, an address or another entity.`;
  if (stages.length < 2) return `${about} Something may go on there that no single alert tells.`;
  return `${about} They go through ${stages.length} stages of an attack: ${stages.join(', ')}.`;
}

/** Of its worst alert, and one higher when an attack has come through three stages. */
function severityOf(members: Gathered['members'], stages: readonly Intent[]): Severity {
  const worst = Math.max(...members.map(({ severity }) => severities.indexOf(severity)));
  return severities[Math.min(severities.length - 1, worst + (stages.length >= 3 ? 1 : 0))]!;
}

/** The resource that all alerts are about, else the resource group, else the subscription: nobody sees more than they may. */
function commonScope(resourceIds: readonly string[]): string {
  const [first, ...rest] = resourceIds as [string, ...string[]];
  if (rest.every((id) => id.toLowerCase() === first.toLowerCase())) return first;
  const { subscriptionId, resourceGroup } = parseResourceId(first);
  const group = rest.every((id) => parseResourceId(id).resourceGroup === resourceGroup) && resourceGroup !== '';
  const [, , id, , name] = first.split('/');
  return group ? `/subscriptions/${id}/resourceGroups/${name}` : `/subscriptions/${id ?? subscriptionId}`;
}
