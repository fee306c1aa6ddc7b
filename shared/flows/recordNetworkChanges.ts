import type { Finding } from '../core/detect/detector';
import { networkChangeId, networkStateId, outboxId, partitionOf } from '../core/documentIds';
import { alertGuid } from '../core/alert/alertFromFinding';
import { applySighting, type Outcome } from '../core/posture/networkChange/applySighting';
import { completedChange } from '../core/posture/networkChange/completedChange';
import { type NetworkActivity, networkActivity } from '../core/posture/networkChange/networkActivity';
import { networkFinding, supersededAlertTypes } from '../core/posture/networkChange/networkFinding';
import { type NetworkSighting, networkSightings } from '../core/posture/networkChange/networkSighting';
import type { NetworkSubject } from '../core/posture/networkChange/networkType';
import { seededState } from '../core/posture/networkChange/seededState';
import { without } from '../core/posture/networkChange/without';
import type { FindingDocument, NetworkChangeDocument, NetworkStateDocument } from '../model/documents';
import type { NetworkChange, NetworkState } from '../model/networkChange';
import { isStorableId } from '../model/resourceId';
import type { TelemetryEvent } from '../model/telemetryEvent';
import { eachOf } from './eachOf';
import type { Ports } from './ports';
import { raiseAlerts } from './raiseAlerts';
import type { Home } from './saveSnapshots';
import { untilSaved } from './untilSaved';

type NetworkPorts = Pick<Ports, 'now' | 'findings' | 'resources'>;

/** Changes are kept as long as the history of the score; the state is asked of the resource again when it is gone. */
const changeSeconds = 400 * 24 * 3600;
const stateSeconds = 90 * 24 * 3600;
const outboxSeconds = 7 * 24 * 3600;
const width = 8;
/** A document holds 2 MB, in UTF-8: a configuration that is larger is read from the stored resource. */
const maxStateBytes = 1_500_000;

/**
 * Findings that the recording of network changes does not speak for: those of superseded detections are left out where the
 * configuration before is known, since the change is judged against it. Ask before anything of the batch is written.
 */
export async function withoutSuperseded(
  ports: Pick<Ports, 'findings' | 'resources'>,
  events: readonly TelemetryEvent[],
  findings: Finding[],
): Promise<Finding[]> {
  const superseded = findings.filter(({ rule }) => supersededAlertTypes.has(rule.alertType));
  if (superseded.length === 0) return findings;
  const acts = new Map(events.map((event) => [event.id, networkActivity(event)] as const));
  const judged = new Set<Finding>();
  for (const finding of superseded) {
    const owned = await Promise.all(finding.eventIds.map((id) => isCompared(ports, acts.get(id))));
    if (owned.every((one) => one)) judged.add(finding);
  }
  return findings.filter((finding) => !judged.has(finding));
}

/** Events behind findings of superseded detections: those speak for them, once. */
export const alertedEvents = (findings: readonly Finding[]): ReadonlySet<string> =>
  new Set(findings.filter(({ rule }) => supersededAlertTypes.has(rule.alertType)).flatMap(({ eventIds }) => eventIds));

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
  const state = await known(ports, subject, stored?.state);
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
    ...(told ? changeDocuments(ports, home, sighting, told) : []),
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

/** Whether there is a configuration to compare an act with: one that is known since before the act. */
async function isCompared(
  ports: Pick<Ports, 'findings' | 'resources'>,
  act: NetworkActivity | undefined,
): Promise<boolean> {
  if (act === undefined) return false;
  const stored = await ports.findings.networkState(act.subject.resourceId);
  const state = await known(ports, act.subject, stored?.state);
  return state?.config !== undefined && (state.since ?? '') <= act.at;
}

/** A configuration that the state does not hold is that of the stored resource: seen before its changes were recorded, or too large. */
async function known(
  ports: Pick<Ports, 'resources'>,
  subject: NetworkSubject,
  state: NetworkState | undefined,
): Promise<NetworkState | undefined> {
  if (state?.config !== undefined) return state;
  const seeded = seededState(subject, await ports.resources.load(partitionOf(subject.resourceId)));
  return seeded ? { ...seeded, ...(state && { acts: state.acts, ...(state.last && { last: state.last }) }) } : state;
}

interface Recorded {
  item: NetworkChange;
  version: number;
  etag?: string;
}

/** The change that an outcome makes or amends. One that is gone (its time to live ended) is not amended. */
async function changeAfter(
  ports: NetworkPorts,
  { subject }: NetworkSighting,
  outcome: Outcome,
): Promise<Recorded | undefined> {
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

const placeOf = (home: Home, { subject }: NetworkSighting) => ({
  workspaceId: home.workspaceId,
  ...partitionOf(subject.resourceId),
  resourceId: subject.resourceId,
});

function bounded(state: NetworkState): NetworkState {
  if (Buffer.byteLength(JSON.stringify(state)) <= maxStateBytes) return state;
  return without(state, 'config', 'contentHash');
}

function stateDocument(
  home: Home,
  sighting: NetworkSighting,
  { state, version, stored }: { state: NetworkState; version: number; stored?: NetworkStateDocument | undefined },
): NetworkStateDocument {
  return {
    id: networkStateId(sighting.subject.resourceId),
    kind: 'networkState',
    ...placeOf(home, sighting),
    version,
    ttl: stateSeconds,
    state: bounded(state),
    ...(stored?._etag && { _etag: stored._etag }),
  };
}

function changeDocuments(
  ports: NetworkPorts,
  home: Home,
  sighting: NetworkSighting,
  { item, version, etag }: Recorded,
): FindingDocument[] {
  const place = placeOf(home, sighting);
  const document: NetworkChangeDocument = {
    id: item.id,
    kind: 'networkChange',
    ...place,
    version,
    ttl: changeSeconds,
    change: item,
    ...(etag !== undefined && { _etag: etag }),
  };
  return [
    document,
    {
      id: outboxId(item.id, version),
      kind: 'outbox',
      ...place,
      ttl: outboxSeconds,
      itemId: item.id,
      version,
      at: ports.now().toISOString(),
      item: { of: 'networkChange', change: item },
    },
  ];
}
