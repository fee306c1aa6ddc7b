import type { ApiClient } from './apiClient';
import type { Tally } from './tally';

export interface Summary extends State {
  telemetry: { received: number; stored: number; duplicates: number; quarantined: number };
  exported: { events: number; delivered: number; parked: number };
}

/** What the API knows. */
export interface State {
  inventory: { id: string; type: string; unhealthy: number }[];
  recommendations: { name: string; state: string; resource: string; reason: string }[];
  scores: {
    subscription: string;
    current: number;
    max: number;
    percentage: number;
    controls: { name: string; current: number; max: number; healthy: number; unhealthy: number }[];
  }[];
  alerts: { name: string; severity: string; status: string; entity: string; time: string }[];
}

interface Resource<P> {
  id: string;
  name: string;
  properties: P;
}
interface ScoreProperties {
  displayName: string;
  score: { current: number; max: number; percentage: number };
  healthyResourceCount?: number;
  unhealthyResourceCount?: number;
}
interface AssessmentProperties {
  displayName: string;
  resourceDetails: { id: string };
  status: { code: string; cause?: string; description?: string };
}
interface AlertProperties {
  alertDisplayName: string;
  severity: string;
  status: string;
  compromisedEntity: string;
  startTimeUtc: string;
}
interface InventoryRow {
  id: string;
  type: string;
  recommendations: { unhealthy: number };
}

const security = 'providers/Microsoft.Security';

/** What the API knows, and what the flows counted since the start. `exported` is what the export hub holds. */
export async function gather(api: ApiClient, tally: Tally, exported: number): Promise<Summary> {
  const { received = 0, stored = 0, duplicates = 0, quarantined = 0 } = tally.sums('ingested');
  const { delivered = 0, parked = 0 } = tally.sums('delivered');
  return {
    telemetry: { received, stored, duplicates, quarantined },
    ...(await gatherState(api)),
    exported: { events: exported, delivered, parked },
  };
}

export async function gatherState(api: ApiClient): Promise<State> {
  const subscriptions = await api.list<{ id: string; subscriptionId: string }>('/subscriptions?api-version=2019-11-01');
  const summary: State = { inventory: [], recommendations: [], scores: [], alerts: [] };
  for (const { id, subscriptionId } of subscriptions) {
    const rows = await api.list<InventoryRow>(`/api/v1/subscriptions/${subscriptionId}/inventory`);
    summary.inventory.push(
      ...rows.map((row) => ({ id: row.id, type: row.type, unhealthy: row.recommendations.unhealthy })),
    );
    const assessments = await api.list<Resource<AssessmentProperties>>(
      `${id}/${security}/assessments?api-version=2021-06-01`,
    );
    summary.recommendations.push(...assessments.map(recommendationRow));
    const alerts = await api.list<Resource<AlertProperties>>(`${id}/${security}/alerts?api-version=2022-01-01`);
    summary.alerts.push(...alerts.map(alertRow));
    const [score] = await api.list<Resource<ScoreProperties>>(`${id}/${security}/secureScores?api-version=2020-01-01`);
    if (!score) continue;
    const controls = await api.list<Resource<ScoreProperties>>(
      `${id}/${security}/secureScoreControls?api-version=2020-01-01`,
    );
    summary.scores.push({
      subscription: subscriptionId,
      ...score.properties.score,
      controls: controls.map(
        ({ properties: { displayName, score: value, healthyResourceCount = 0, unhealthyResourceCount = 0 } }) => ({
          name: displayName,
          current: value.current,
          max: value.max,
          healthy: healthyResourceCount,
          unhealthy: unhealthyResourceCount,
        }),
      ),
    });
  }
  return summary;
}

const recommendationRow = ({
  properties: { displayName, status, resourceDetails },
}: Resource<AssessmentProperties>) => ({
  name: displayName,
  state: status.code,
  resource: resourceDetails.id,
  reason: status.description ?? status.cause ?? '',
});

const alertRow = ({ properties }: Resource<AlertProperties>) => ({
  name: properties.alertDisplayName,
  severity: properties.severity,
  status: properties.status,
  entity: properties.compromisedEntity,
  time: properties.startTimeUtc,
});
