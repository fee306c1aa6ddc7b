import { networkChangeId } from '../core/documentIds';
import { alertGuid } from '../core/alert/alertFromFinding';
import { applySighting, type Outcome } from '../core/posture/networkChange/applySighting';
import { completedChange } from '../core/posture/networkChange/completedChange';
import { networkFinding } from '../core/posture/networkChange/networkFinding';
import { type NetworkSighting, networkSightings } from '../core/posture/networkChange/networkSighting';
import type { NetworkState } from '../model/networkChange';
import { isStorableId } from '../model/resourceId';
import type { TelemetryEvent } from '../model/telemetryEvent';
import { eachOf } from './eachOf';
import { changeDocuments, stateDocument, type RecordedChange } from './networkDocuments';
import { knownNetworkState } from './knownNetworkState';
import type { Ports } from './ports';
import { raiseAlerts } from './raiseAlerts';
import type { Home } from './saveSnapshots';
import { untilSaved } from './untilSaved';

type NetworkPorts = Pick<Ports, 'now' | 'findings' | 'alertSettings' | 'resources'>;

const width = 8;
/**
 * Records what the snapshots and activity records of a batch say of changes to network filters, routes, firewalls and public
 * addresses, each with its diff, and raises an alert for what weakens them, unless `alerted` names its event. Call it before
 * the snapshots are stored. Idempotent: what was recorded is the state that the next sighting is compared with. Answers how
 * many changes and alerts are new.
 */
export async function recordNetworkChanges(
  ports: NetworkPorts,
  home: Home,
  events: readonly TelemetryEvent[],
  alerted: ReadonlySet<string> = new Set(),
): Promise<{ changes: number; alerts: number }> {
  const bySubject = new Map<string, NetworkSighting[]>();
  for (const sighting of networkSightings(events)) {
    const id = sighting.subject.resourceId.toLowerCase();
    if (!isStorableId(id)) continue;
    bySubject.set(id, [...(bySubject.get(id) ?? []), sighting]);
  }
  const total = { changes: 0, alerts: 0 };
  await eachOf([...bySubject.values()], width, async (sightings) => {
    for (const sighting of sightings) {
      const done = await untilSaved(() => record(ports, home, sighting, alerted.has(sighting.eventId)));
      total.changes += done.changes;
      total.alerts += done.alerts;
    }
  });
  return total;
}

async function record(
  ports: NetworkPorts,
  home: Home,
  sighting: NetworkSighting,
  isAlerted: boolean,
): Promise<{ changes: number; alerts: number }> {
  const { subject } = sighting;
  const stored = await ports.findings.networkState(subject.resourceId);
  const state = await knownNetworkState(ports, subject, stored?.state);
  const version = stored ? stored.version + 1 : Date.parse(sighting.at);
  const changeId = networkChangeId(subject.resourceId, version);
  const first = applySighting(state, sighting, changeId);
  const outcome =
    first && state && first.state.last !== state.last ? await recheck(ports, state, sighting, changeId) : first;
  if (outcome === undefined) {
    if (!stored && state) await ports.findings.save([stateDocument(home, sighting, { state, version })]);
    return { changes: 0, alerts: 0 };
  }
  const change = await changeAfter(ports, sighting, outcome);
  const finding = change && !isAlerted ? networkFinding(subject.kind, change.item, change.item.id) : undefined;
  const alerts = finding ? await raiseAlerts(ports, home, [finding]) : 0;
  const told = change && { ...change, item: { ...change.item, ...(finding && { alert: alertGuid(finding) }) } };
  await ports.findings.save([
    stateDocument(home, sighting, { state: outcome.state, version, stored }),
    ...(told ? changeDocuments(home, sighting, told, ports.now()) : []),
  ]);
  return { changes: outcome.change ? 1 : 0, alerts };
}

/** An unchanged snapshot is not written into the state: what is older than it must not pass for news. */
async function recheck(
  ports: NetworkPorts,
  state: NetworkState,
  sighting: NetworkSighting,
  changeId: string,
): Promise<Outcome | undefined> {
  const seen = await ports.resources.get(sighting.subject.resourceId);
  const isSame = seen !== undefined && seen.contentHash === state.contentHash && seen.observedAt > state.observedAt;
  return applySighting(isSame ? { ...state, observedAt: seen.observedAt } : state, sighting, changeId);
}

/** The change that an outcome makes or amends. One that is gone (its time to live ended) is not amended. */
async function changeAfter(
  ports: NetworkPorts,
  { subject }: NetworkSighting,
  outcome: Outcome,
): Promise<RecordedChange | undefined> {
  if (outcome.change) return { item: outcome.change, version: 1 };
  const { amends, completes } = outcome;
  const id = amends?.id ?? completes?.id;
  const found = id === undefined ? undefined : await ports.findings.networkChange(subject.resourceId, id);
  if (!found) return undefined;
  const item = completes
    ? completedChange(subject.kind, found.change, completes.from, completes.to)
    : { ...found.change, ...amends?.with };
  return { item, version: found.version + 1, etag: found._etag! };
}
