import type { Finding } from '../core/detect/detector';
import { type NetworkActivity, networkActivity } from '../core/posture/networkChange/networkActivity';
import { supersededAlertTypes } from '../core/posture/networkChange/networkFinding';
import type { TelemetryEvent } from '../model/telemetryEvent';
import { knownNetworkState } from './knownNetworkState';
import type { Ports } from './ports';

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

/** Whether there is a configuration to compare an act with: one that is known since before the act. */
async function isCompared(
  ports: Pick<Ports, 'findings' | 'resources'>,
  act: NetworkActivity | undefined,
): Promise<boolean> {
  if (act === undefined) return false;
  const stored = await ports.findings.networkState(act.subject.resourceId);
  const state = await knownNetworkState(ports, act.subject, stored?.state);
  return state?.config !== undefined && (state.since ?? '') <= act.at;
}
