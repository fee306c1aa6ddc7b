import type { ApiClient } from './apiClient';

const automationName = 'export-to-local-hub';

/** What a new user would set up first: everything that happens goes to the export hub. Keeps an automation that is there. */
export async function exportToHub(api: ApiClient, subscriptionId: string, hubs: string): Promise<void> {
  const group = `/subscriptions/${subscriptionId}/resourceGroups/skywarden`;
  const path = `${group}/providers/Microsoft.Security/automations/${automationName}?api-version=2019-01-01-preview`;
  const listed = `/subscriptions/${subscriptionId}/providers/Microsoft.Security/automations?api-version=2019-01-01-preview`;
  const known = await api.list<{ name: string }>(listed);
  if (known.some(({ name }) => name === automationName)) return;
  await api.put(path, {
    location: 'local',
    properties: {
      description: 'Sends alerts, recommendations and the secure score to the export hub',
      isEnabled: true,
      scopes: [{ scopePath: `/subscriptions/${subscriptionId}` }],
      sources: ['Alerts', 'Assessments', 'SecureScores', 'SecureScoreControls'].map((eventSource) => ({
        eventSource,
        ruleSets: [],
      })),
      actions: [
        {
          actionType: 'EventHub',
          eventHubResourceId: `${group}/providers/Microsoft.EventHub/namespaces/local/eventhubs/export`,
          connectionString: `${hubs};EntityPath=export`.replace(';;', ';'),
        },
      ],
    },
  });
}
