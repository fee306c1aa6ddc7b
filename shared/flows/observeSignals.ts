import { z } from 'zod';
import type { StatefulDetector } from '../core/detect/detector';
import { profileKey, runStateful } from '../core/detect/runStateful';
import type { ProfileDocument } from '../model/documents';
import type { JsonObject } from '../model/json';
import { eachOf } from './eachOf';
import type { Ports, Signal } from './ports';
import { raiseAlerts } from './raiseAlerts';
import type { Home } from './saveSnapshots';
import { profileId } from '../core/documentIds';
import { untilSaved } from './untilSaved';

const width = 16;

const signalSchema = z.object({
  observation: z.object({
    detector: z.string(),
    entityKey: z.string(),
    time: z.string(),
    resourceId: z.string(),
    eventId: z.string(),
    data: z.custom<JsonObject>((value) => typeof value === 'object' && value !== null),
  }),
  origin: z.object({ partition: z.string(), position: z.string(), workspaceId: z.string().exactOptional() }),
});

export interface ObserveSummary {
  signals: number;
  unreadable: number;
  counted: number;
  alerts: number;
}

/**
 * Lets the detectors that remember see what was observed of each entity. Each profile knows the last telemetry position
 * that it counted, so a repeat counts nothing twice. Alerts go first and are idempotent, the profile last.
 */
export async function observeSignals(
  ports: Pick<Ports, 'now' | 'profiles' | 'findings' | 'log'>,
  detectors: StatefulDetector[],
  home: Home,
  bodies: Uint8Array[],
): Promise<ObserveSummary> {
  const signals = bodies.flatMap((body) => signalOf(ports, body) ?? []);
  const summary: ObserveSummary = {
    signals: bodies.length,
    unreadable: bodies.length - signals.length,
    counted: 0,
    alerts: 0,
  };
  await eachOf([...byProfile(signals).values()], width, async (group) => {
    const detector = detectors.find(({ id }) => id === group[0]!.observation.detector);
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
function signalOf(ports: Pick<Ports, 'log'>, body: Uint8Array): Signal | undefined {
  try {
    return signalSchema.parse(JSON.parse(Buffer.from(body).toString()));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    ports.log.warn('A signal cannot be read', { reason: error.message.slice(0, 300), bytes: body.length });
    return undefined;
  }
}

/** An entity is one of its workspace: all its signals name the same. */
const inWorkspace = ({ origin: { workspaceId } }: Signal): { workspaceId?: string } =>
  workspaceId ? { workspaceId } : {};

async function observe(
  ports: Pick<Ports, 'now' | 'profiles' | 'findings' | 'log'>,
  detector: StatefulDetector,
  home: Home,
  group: Signal[],
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
  const states = new Map(profile ? [[key, profile.state]] : []);
  const run = runStateful(
    [detector],
    fresh.map(({ observation }) => observation),
    states,
  );
  // A detector that throws would throw again: its observations count as seen, and the log says so.
  for (const { reason } of run.failed) ports.log.warn('A stateful detector failed', { detector: detector.id, reason });
  const alerts = await raiseAlerts(ports, home, run.findings);
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

function byProfile(signals: Signal[]): Map<string, Signal[]> {
  const groups = new Map<string, Signal[]>();
  for (const signal of signals) {
    const key = `${signal.observation.detector}\n${signal.observation.entityKey}`;
    const group = groups.get(key);
    if (group) group.push(signal);
    else groups.set(key, [signal]);
  }
  return groups;
}
