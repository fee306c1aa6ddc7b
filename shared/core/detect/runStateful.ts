import type { JsonObject } from '../../model/json';
import type { Finding, Observation, StatefulDetector } from './detector';

/** Key of one detector's state for one entity. */
export const profileKey = (detector: string, entityKey: string): string => `${detector}\n${entityKey}`;

/** What a run did: only states that were touched come out. A detector that throws keeps its state and is named in `failed`. */
export interface StatefulRun {
  findings: Finding[];
  states: Map<string, JsonObject>;
  failed: { detector: string; entityKey: string; reason: string }[];
}

/**
 * Hands each detector its observations, grouped by entity and in the order given. `states` holds what is remembered, by
 * `profileKey`. Observations of a detector that is no longer there are left out.
 */
export function runStateful(
  detectors: StatefulDetector[],
  observations: Observation[],
  states: ReadonlyMap<string, JsonObject>,
): StatefulRun {
  const byId = new Map(detectors.map((detector) => [detector.id, detector]));
  const run: StatefulRun = { findings: [], states: new Map(), failed: [] };
  for (const [key, group] of grouped(observations)) {
    const { detector: id, entityKey } = group[0]!;
    const detector = byId.get(id);
    if (detector === undefined) continue;
    try {
      const beside = besideOf(detector, group, states, run.states);
      const { findings, state } = detector.observe(entityKey, group, states.get(key), beside);
      run.findings.push(...findings);
      run.states.set(key, state);
    } catch (error) {
      run.failed.push({ detector: id, entityKey, reason: String(error) });
    }
  }
  return run;
}

/** States of other entities that the detector asks for, as far as they are known; what this run changed counts as changed. */
function besideOf(
  detector: StatefulDetector,
  group: Observation[],
  states: ReadonlyMap<string, JsonObject>,
  changed: ReadonlyMap<string, JsonObject>,
): Map<string, JsonObject> {
  const beside = new Map<string, JsonObject>();
  const { entityKey } = group[0]!;
  for (const other of detector.beside?.(entityKey, group, states.get(profileKey(detector.id, entityKey))) ?? []) {
    const key = profileKey(detector.id, other);
    const state = changed.get(key) ?? states.get(key);
    if (state !== undefined) beside.set(other, state);
  }
  return beside;
}

function grouped(observations: Observation[]): Map<string, Observation[]> {
  const groups = new Map<string, Observation[]>();
  for (const observation of observations) {
    const key = profileKey(observation.detector, observation.entityKey);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [observation]);
    else group.push(observation);
  }
  return groups;
}
