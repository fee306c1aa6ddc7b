import { partitionOf, scoreDayId } from '../core/documentIds';
import { subscriptionScore } from '../core/posture/score/secureScore';
import { controlTableVersion } from '../core/posture/score/secureScoreControls';
import type { ScoreDay, ScoreDayDocument, ScoreDocument, ScoreDrift } from '../model/documents/score';
import type { Ports } from './ports';

/** How long days and changes of the score are kept. */
export const historySeconds = 400 * 24 * 3600;

/**
 * Today of the history (UTC) as the counters are now: the last write of a day is its end. To be saved in one batch with the
 * counters, or alone. Undefined when the day already says so. The drift that a day has stays until another is found.
 */
export async function scoreDayWrite(
  ports: Pick<Ports, 'now' | 'findings'>,
  { workspaceId, subscriptionId, controls, pairs }: ScoreDocument,
  drift?: ScoreDrift,
): Promise<ScoreDayDocument | undefined> {
  const at = ports.now().toISOString();
  const day = at.slice(0, 10);
  const stored = await ports.findings.scoreDay(subscriptionId, day);
  const kept = drift ?? stored?.day.drift;
  const next: ScoreDay = {
    day,
    at,
    score: subscriptionScore(controls),
    weight: pairs,
    controls,
    controlTable: controlTableVersion.version,
    ...(kept && { drift: kept }),
  };
  if (stored && textOf(stored.day) === textOf(next)) return undefined;
  return {
    id: scoreDayId(day),
    kind: 'scoreDay',
    workspaceId,
    ...partitionOf(`/subscriptions/${subscriptionId}`),
    version: Number(day.replaceAll('-', '')),
    ttl: historySeconds,
    day: next,
    ...(stored?._etag && { _etag: stored._etag }),
  };
}

const textOf = ({ at: _at, controls, ...day }: ScoreDay): string =>
  JSON.stringify([day, Object.entries(controls).sort(([a], [b]) => (a < b ? -1 : 1))]);
