import { z } from 'zod';
import type { Observation, StatefulDetector } from '../core/detect/detector';
import { healthFinding } from '../core/detect/healthFinding';
import { profileKey, runStateful } from '../core/detect/runStateful';
import { observationsIn, type PlacedObservation } from '../core/detect/signal';
import { statefulRule } from '../core/detect/statefulRule';
import type { ProfileDocument } from '../model/documents/profiles';
import type { JsonObject } from '../model/json';
import { eachOf } from './eachOf';
import { entityKeyIn } from './pageLanes';
import type { Ports } from './ports';
import { raiseAlerts } from './raiseAlerts';
import type { Home } from './saveSnapshots';
import { boundedEntityKey, profileId } from '../core/documentIds';
import { untilSaved } from './untilSaved';

const width = 16;
/** Other entities that one may ask about at once. */
const maxBeside = 32;

const data = z.custom<JsonObject>((value) => typeof value === 'object' && value !== null);

const signalSchema = z.object({
  detector: z.string(),
  entityKey: z.string(),
  origin: z.object({ partition: z.string(), workspaceId: z.string().exactOptional() }),
  parts: z.array(
    z.object({
      position: z.string(),
      eventId: z.string().exactOptional(),
      time: z.string().exactOptional(),
      resourceId: z.string().exactOptional(),
      data: data.exactOptional(),
      changed: data.exactOptional(),
    }),
  ),
});

/** Those of now, for a batch that holds observations of these. */
export type DetectorsFor = (ids: ReadonlySet<string>) => Promise<StatefulDetector[]>;

/**
 * Messages, those that cannot be read, observations of detectors that are not here (switched off or removed), and those that
 * were not counted before.
 */
export interface ObserveSummary {
  signals: number;
  unreadable: number;
  ofNoDetector: number;
  counted: number;
  alerts: number;
}

/**
 * Lets the detectors that remember see what was observed of each entity. Each profile knows the last telemetry position
 * that it counted, so a repeat counts nothing twice. Alerts go first and are idempotent, the profile last.
 */
export async function observeSignals(
  ports: Pick<Ports, 'now' | 'profiles' | 'findings' | 'alertSettings' | 'log'>,
  detectors: StatefulDetector[] | DetectorsFor,
  home: Home,
  bodies: Uint8Array[],
): Promise<ObserveSummary> {
  const signals = bodies.map((body) => signalIn(ports, body));
  const observed = signals.flatMap((signal) => signal ?? []);
  const ids = new Set(observed.map(({ observation }) => observation.detector));
  const all = typeof detectors === 'function' ? await detectors(ids) : detectors;
  const byId = new Map(all.map((detector) => [detector.id, detector]));
  const summary: ObserveSummary = {
    signals: bodies.length,
    unreadable: signals.filter((signal) => signal === undefined).length,
    ofNoDetector: observed.filter(({ observation }) => !byId.has(observation.detector)).length,
    counted: 0,
    alerts: 0,
  };
  await eachOf([...byProfile(observed).values()], width, async (group) => {
    const detector = byId.get(group[0]!.observation.detector);
    if (!detector) return;
    const { counted, alerts } = await untilSaved(() =>
      observe(ports, detector, { ...home, ...inWorkspace(group[0]!) }, group),
    );
    summary.counted += counted;
    summary.alerts += alerts;
  });
  return summary;
}

/** Only Skywarden writes to this hub. What it did not write would be unreadable for ever: it is logged, and the rest goes on. */
function signalIn(ports: Pick<Ports, 'log'>, body: Uint8Array): PlacedObservation[] | undefined {
  try {
    return observationsIn(signalSchema.parse(JSON.parse(Buffer.from(body).toString())));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    ports.log.warn('A signal cannot be read', { reason: error.message.slice(0, 300), bytes: body.length });
    return undefined;
  }
}

/** An entity is one of its workspace: all its signals name the same. */
const inWorkspace = ({ origin: { workspaceId } }: PlacedObservation): { workspaceId?: string } =>
  workspaceId ? { workspaceId } : {};

async function observe(
  ports: Pick<Ports, 'now' | 'profiles' | 'findings' | 'alertSettings' | 'log'>,
  detector: StatefulDetector,
  home: Home,
  group: PlacedObservation[],
): Promise<{ counted: number; alerts: number }> {
  const { entityKey } = group[0]!.observation;
  const profile = await ports.profiles.load(entityKey, detector.id);
  const counted = { ...profile?.counted };
  // A batch may hold a signal twice: the mark moves with each one that is taken.
  const fresh = group.filter(({ origin }) => {
    if (origin.position <= (counted[origin.partition] ?? '')) return false;
    counted[origin.partition] = origin.position;
    return true;
  });
  if (fresh.length === 0) return { counted: 0, alerts: 0 };
  const key = profileKey(detector.id, entityKey);
  const observations = fresh.map(({ observation }) => observation);
  const states = new Map(profile ? [[key, profile.state]] : []);
  await eachOf(besideKeys(detector, entityKey, observations, profile?.state), width, async (other) => {
    const { workspaceId } = group[0]!.origin;
    const besideKey = boundedEntityKey(workspaceId === undefined ? other : entityKeyIn(workspaceId, '', other));
    const beside = await ports.profiles.load(besideKey, detector.id);
    if (beside) states.set(profileKey(detector.id, other), beside.state);
  });
  const run = runStateful([detector], observations, states);
  // A detector that throws would throw again: its observations count as seen, and an alert says so.
  const { eventId, time, resourceId } = observations.at(-1)!;
  const faults = run.failed.map(({ reason: detail }) => {
    ports.log.warn('A stateful detector failed', { detector: detector.id, reason: detail });
    const event = { id: eventId, time, resourceId };
    return healthFinding({ rule: statefulRule(detector), kind: 'threw', detail, event });
  });
  const alerts = await raiseAlerts(ports, home, [...run.findings, ...faults]);
  const next: ProfileDocument = {
    id: profileId(entityKey, detector.id),
    kind: 'profile',
    workspaceId: home.workspaceId,
    entityKey,
    detector: detector.id,
    counted,
    state: run.states.get(key) ?? profile?.state ?? {},
    ...(profile?._etag && { _etag: profile._etag }),
  };
  await ports.profiles.save(next);
  return { counted: fresh.length, alerts };
}

/** What other entities a detector asks about. One that throws will do so again when it observes, where that is told. */
function besideKeys(
  detector: StatefulDetector,
  entityKey: string,
  observations: Observation[],
  state: JsonObject | undefined,
): string[] {
  try {
    return [...new Set(detector.beside?.(entityKey, observations, state) ?? [])].slice(0, maxBeside);
  } catch {
    return [];
  }
}

function byProfile(observed: PlacedObservation[]): Map<string, PlacedObservation[]> {
  const groups = new Map<string, PlacedObservation[]>();
  for (const one of observed) {
    const key = profileKey(one.observation.detector, one.observation.entityKey);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
