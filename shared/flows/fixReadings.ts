import { pickLike } from '../core/posture/checks/pickLike';
import type { ArmRequest } from '../core/posture/recommendation';
import type { JsonObject } from '../model/json';
import { type Resource, resourceSchema } from '../model/resource';
import { ArmOverdue, ArmRefused } from './ports/resourceManager';
import type { Ports } from './ports';
import { type Home, saveSnapshots } from './saveSnapshots';

/** What Azure answered, by path; undefined where there is nothing. */
export type Readings = Map<string, JsonObject | undefined>;

export async function readAll(
  ports: Pick<Ports, 'resourceManager'>,
  requests: ArmRequest[],
  deadline: Date,
): Promise<Readings> {
  const readings: Readings = new Map();
  for (const { path, apiVersion } of requests)
    if (!readings.has(path)) readings.set(path, await ports.resourceManager.read(path, apiVersion, deadline));
  return readings;
}

const readBackMs = 20_000;

/** What was changed is changed, whether or not it can be read back: then the inventory brings it later. */
export async function readBack(
  ports: Pick<Ports, 'now' | 'resourceManager' | 'log'>,
  requests: ArmRequest[],
): Promise<Readings> {
  try {
    return await readAll(ports, requests, new Date(ports.now().getTime() + readBackMs));
  } catch (error) {
    if (!(error instanceof ArmRefused) && !(error instanceof ArmOverdue)) throw error;
    ports.log.warn('a fixed resource could not be read back', { reason: error.message });
    return new Map();
  }
}

/** As snapshots: judged as any other, and so the proof of what was changed. */
export async function saveReadings(
  ports: Pick<Ports, 'now' | 'resources' | 'settings'>,
  home: Home,
  readings: Readings,
): Promise<void> {
  const observedAt = ports.now().toISOString();
  const resources = [...readings.values()].flatMap((reading) => resourceOf(reading) ?? []);
  await saveSnapshots(
    ports,
    home,
    resources.map((resource) => ({ resource, observedAt, source: 'quickFix' })),
  );
}

const resourceOf = (reading: JsonObject | undefined): Resource | undefined => resourceSchema.safeParse(reading).data;

/** What is known, with the readings in place of what they are newer than. */
export function overlaid(known: readonly Resource[], readings: Readings): Resource[] {
  const read = new Set([...readings.keys()].map((path) => path.toLowerCase()));
  const fresh = [...readings.values()].flatMap((reading) => resourceOf(reading) ?? []);
  return [...known.filter(({ id }) => !read.has(id.toLowerCase())), ...fresh];
}

/** By path, the members that the requests name. */
export function touched(requests: readonly ArmRequest[], readings: Readings): JsonObject | null {
  if (readings.size === 0) return null;
  return Object.fromEntries(requests.map(({ path, body }) => [path, pickLike(readings.get(path), body)]));
}
