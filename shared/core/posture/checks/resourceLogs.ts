import type { Verdict } from '../../../model/judgement';
import type { Resource } from '../../../model/resource';
import { isCollected, sampleCollection } from './collected';
import { flagAt, listAt, valueAt } from './setting';
import { healthy, type RecommendationCase, type ResourceGraph, unhealthy, unknown } from '../recommendation';
import { sampleExtension } from './sampleResource';

const settingsType = 'Microsoft.Insights/diagnosticSettings';

/**
 * Healthy where a diagnostic setting of the resource itself sends at least one category of logs somewhere. That no setting
 * is there is Unknown until the inventory says that it looked.
 */
export function judgeResourceLogs(resource: Resource, graph: ResourceGraph): Verdict {
  const prefix = `${resource.id}/providers/${settingsType}/`.toLowerCase();
  const settings = graph.ofType(settingsType).filter(({ id }) => id.toLowerCase().startsWith(prefix));
  if (settings.length === 0) {
    if (isCollected(graph, settingsType, resource)) {
      return unhealthy('ResourceLogsOff', 'The resource has no diagnostic setting.');
    }
    return unknown('DiagnosticSettingsMissing', 'No diagnostic settings of the resource were collected.');
  }
  if (settings.some(({ properties }) => sendsLogs(properties))) return healthy();
  return settings.every(({ properties }) => listAt(properties, 'logs') && hasDestination(properties))
    ? unhealthy('ResourceLogsOff', 'No diagnostic setting of the resource sends its logs anywhere.')
    : unknown('PropertyMissing', 'A diagnostic setting does not say which logs it sends where.');
}

const sendsLogs = (properties: unknown): boolean =>
  hasDestination(properties) && (listAt(properties, 'logs') ?? []).some((log) => flagAt(log, 'enabled') === true);

/** A workspace, storage account, event hub or partner. */
const hasDestination = (properties: unknown): boolean =>
  ['workspaceId', 'storageAccountId', 'eventHubAuthorizationRuleId', 'marketplacePartnerId'].some((name) => {
    const id = valueAt(properties, name);
    return typeof id === 'string' && id !== '';
  });

/** Cases that every recommendation about resource logs has. */
export function resourceLogCases(resource: Resource): RecommendationCase[] {
  const setting = (properties: Resource['properties']): Resource[] => [
    sampleExtension(resource, settingsType, 'audit', properties),
  ];
  const workspaceId =
    '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/central';
  const logs = (enabled: boolean) => [{ categoryGroup: 'allLogs', enabled }];
  return [
    {
      name: 'logs sent to a workspace',
      resource,
      related: setting({ workspaceId, logs: logs(true) }),
      expect: 'Healthy',
    },
    { name: 'all logs off', resource, related: setting({ workspaceId, logs: logs(false) }), expect: 'Unhealthy' },
    { name: 'metrics only', resource, related: setting({ workspaceId, logs: [] }), expect: 'Unhealthy' },
    { name: 'setting without destination', resource, related: setting({ logs: logs(true) }), expect: 'Unknown' },
    { name: 'no setting', resource, related: [sampleCollection(resource, settingsType)], expect: 'Unhealthy' },
    {
      name: 'settings may not be read',
      resource,
      related: [sampleCollection(resource, settingsType, 'refused')],
      expect: 'Unknown',
    },
    { name: 'settings not collected', resource, expect: 'Unknown' },
  ];
}
