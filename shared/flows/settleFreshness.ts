import { alertGuid } from '../core/alert/alertFromFinding';
import { freshnessId, nextVersion, partitionOf } from '../core/documentIds';
import { staleFinding } from '../core/posture/freshness/staleFinding';
import type { Staleness } from '../core/posture/freshness/staleness';
import type { FreshnessDocument } from '../model/documents/freshness';
import { changeAlertStatus } from './changeAlertStatus';
import type { Ports } from './ports';
import { raiseAlerts } from './raiseAlerts';
import type { Home } from './saveSnapshots';
import { untilSaved } from './untilSaved';

export interface FreshnessSummary {
  /** Stale verdicts by limit in hours. */
  stale: Record<string, number>;
  raised: number;
  resolved: number;
}

type WatchPorts = Pick<Ports, 'now' | 'findings' | 'alertSettings' | 'meter'>;

/**
 * Keeps what a whole round through a subscription found stale. While verdicts of one limit are, one alert tells of it; when
 * all are fresh again it is resolved, unless somebody has closed it. Again with the same findings it changes nothing.
 */
export async function settleFreshness(
  ports: WatchPorts,
  home: Home,
  subscriptionId: string,
  staleness: Staleness,
): Promise<FreshnessSummary> {
  const place = subscriptionId === 'none' ? home.subscriptionId : subscriptionId;
  return untilSaved(async () => {
    const stored = await ports.findings.freshness(subscriptionId);
    const before = stored?.stale ?? {};
    const stale: FreshnessDocument['stale'] = {};
    let raised = 0;
    for (const [hours, found] of Object.entries(staleness)) {
      const finding = { ...staleFinding(subscriptionId, hours, found), resourceId: `/subscriptions/${place}` };
      const known = before[hours]?.alert;
      if (known === undefined) raised += await raiseAlerts(ports, home, [finding]);
      stale[hours] = { ...found, alert: known ?? alertGuid(finding) };
    }
    const over = Object.entries(before).filter(([hours]) => stale[hours] === undefined);
    for (const [, { alert }] of over) await resolve(ports, place, alert);
    await ports.findings.save([documentOf(ports, home, subscriptionId, stored, stale)]);
    ports.meter.stale(
      Object.keys({ ...before, ...stale }).map((hours) => ({
        subscriptionId,
        hours,
        verdicts: stale[hours]?.verdicts ?? 0,
      })),
    );
    const counts = Object.entries(stale).map(([hours, { verdicts }]) => [hours, verdicts]);
    return { stale: Object.fromEntries(counts) as Record<string, number>, raised, resolved: over.length };
  });
}

async function resolve(ports: WatchPorts, subscriptionId: string, guid: string): Promise<void> {
  const status = (await ports.findings.alert(subscriptionId, guid))?.alert.status;
  if (status !== 'Active' && status !== 'InProgress') return;
  await changeAlertStatus(ports, { subscriptionId, guid, status: 'Resolved' });
}

function documentOf(
  ports: Pick<Ports, 'now'>,
  home: Home,
  subscriptionId: string,
  stored: FreshnessDocument | undefined,
  stale: FreshnessDocument['stale'],
): FreshnessDocument {
  const now = ports.now();
  return {
    id: freshnessId,
    kind: 'freshness',
    workspaceId: home.workspaceId,
    ...partitionOf(`/subscriptions/${subscriptionId}`),
    version: nextVersion(stored?.version, now),
    checkedAt: now.toISOString(),
    stale,
    ...(stored?._etag && { _etag: stored._etag }),
  };
}
