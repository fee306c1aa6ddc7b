import type { Resource } from '../../../model/resource';
import { parseResourceId } from '../../../model/resourceId';
import { collectionMarkType } from './collectionMark';

/** Child types of which the table `resources` has rows (Resource Graph's reference of tables and types). */
const childRows = new Set([
  'microsoft.automation/automationaccounts/runbooks',
  'microsoft.cdn/profiles/endpoints',
  'microsoft.compute/virtualmachines/extensions',
  'microsoft.hybridcompute/machines/extensions',
  'microsoft.network/networkwatchers/flowlogs',
  'microsoft.network/privatednszones/virtualnetworklinks',
  'microsoft.sql/managedinstances/databases',
  'microsoft.sql/servers/databases',
  'microsoft.sql/servers/elasticpools',
  'microsoft.web/sites/slots',
]);

/** What these have is attached to other resources, and in tables of its own or in none. */
const attachedProviders = new Set([
  'microsoft.advisor',
  'microsoft.authorization',
  'microsoft.guestconfiguration',
  'microsoft.maintenance',
  'microsoft.policyinsights',
  'microsoft.resourcehealth',
  'microsoft.security',
  'skywarden',
]);
const attachedTypes = new Set([
  'microsoft.insights/diagnosticsettings',
  'microsoft.insights/datacollectionruleassociations',
  'microsoft.recoveryservices/backupprotecteditems',
]);

/**
 * Answers from the marks among `resources` whether all resources of a type at or around an id were read: by a mark at the resource,
 * at one above it or at its subscription. The nearest mark that names the type decides; no mark means that nobody looked.
 */
export function collectedTypes(resources: readonly Resource[]): (type: string, aroundId: string) => boolean {
  const marks = new Map<string, boolean>();
  for (const { id, type, properties } of resources) {
    if (type.toLowerCase() !== collectionMarkType.toLowerCase()) continue;
    const scope = id.toLowerCase().slice(0, id.toLowerCase().lastIndexOf('/providers/'));
    const types = Array.isArray(properties['types']) ? properties['types'] : ['*'];
    const isComplete = properties['outcome'] === 'complete';
    for (const name of types) if (typeof name === 'string') marks.set(`${scope}|${name.toLowerCase()}`, isComplete);
  }
  return (type, aroundId) => {
    const wanted = type.toLowerCase();
    const { id, subscriptionId } = parseResourceId(aroundId);
    for (const scope of scopesOf(id)) {
      const mark = marks.get(`${scope}|${wanted}`);
      if (mark !== undefined) return mark;
    }
    return isRow(wanted) && marks.get(`/subscriptions/${subscriptionId}|*`) === true;
  };
}

/** Whether the table `resources` would have it. */
function isRow(type: string): boolean {
  const [provider = '', ...types] = type.split('/');
  if (types.length > 1) return childRows.has(type);
  return !attachedProviders.has(provider) && !attachedTypes.has(type);
}

/** The id and everything above it. */
function scopesOf(id: string): string[] {
  const parts = id.split('/');
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('/')).filter(Boolean);
}
