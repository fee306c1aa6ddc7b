import { z } from 'zod';
import { profileId } from '../../core/documentIds';
import {
  earlier,
  isLinked,
  type Root,
  type Sighting,
  sightingSchema,
  withSighting,
} from '../../core/alert/incident/sighting';
import type { ProfileDocument } from '../../model/documents/profiles';
import { eachOf } from '../eachOf';
import type { Ports } from '../ports';
import { untilSaved } from '../untilSaved';

/** Keeps the profiles of incidents apart from those of detectors. */
const detector = 'incident';
const width = 8;
/** An alert may be tied to very many over an entity that everything has: more are found when these have theirs. */
const maxAlerts = 100;
const maxProfiles = 60;

const stateSchema = z.object({ sightings: z.array(sightingSchema) });

type ProfilePorts = Pick<Ports, 'profiles'>;

/** Alerts that are tied to one another, and the first of them that is known. */
export interface Related {
  sightings: Sighting[];
  root: Root;
}

/** Notes in the profile of each of its entities that the alert is there. A repeat writes nothing. */
export async function noteSighting(ports: ProfilePorts, workspaceId: string, sighting: Sighting): Promise<void> {
  await eachOf(sighting.keys, width, (key) =>
    untilSaved(async () => {
      const profile = await ports.profiles.load(entityKeyOf(key), detector);
      const known = sightingsIn(profile);
      const next = withSighting(known, sighting);
      if (JSON.stringify(next) !== JSON.stringify(known)) await save(ports, workspaceId, key, profile, next);
    }),
  );
}

/** Walks from an alert over the entities that it shares to all that are tied to it. */
export async function relatedAlerts(ports: ProfilePorts, start: Sighting): Promise<Related> {
  const profiles = new Map<string, Sighting[]>();
  const found = new Map<string, Sighting>([[start.guid, start]]);
  let { root } = start;
  let ring = [start];
  while (ring.length > 0 && found.size < maxAlerts) {
    const keys = [...new Set(ring.flatMap((one) => one.keys))].filter((key) => !profiles.has(key));
    await eachOf(keys.slice(0, maxProfiles - profiles.size), width, async (key) => {
      profiles.set(key, sightingsIn(await ports.profiles.load(entityKeyOf(key), detector)));
    });
    const next: Sighting[] = [];
    for (const one of ring) {
      for (const other of one.keys.flatMap((key) => profiles.get(key) ?? [])) {
        const isKnown = found.get(other.guid);
        if (!isLinked(one, other)) continue;
        root = earlier(root, other.root);
        if (isKnown) continue;
        found.set(other.guid, other);
        next.push(other);
      }
    }
    ring = next;
  }
  return { sightings: [...found.values()], root };
}

/** Lets the profiles remember where the alerts belong, for the time when the first alert is no longer in them. */
export async function noteRoot(ports: ProfilePorts, workspaceId: string, { sightings, root }: Related): Promise<void> {
  const moved = sightings.filter((one) => one.root.guid !== root.guid);
  const known = new Map(moved.map((one) => [one.guid, one]));
  const keys = [...new Set(moved.flatMap((one) => one.keys))];
  await eachOf(keys, width, (key) =>
    untilSaved(async () => {
      const profile = await ports.profiles.load(entityKeyOf(key), detector);
      const before = sightingsIn(profile);
      const next = before.map((one) => (known.has(one.guid) ? { ...one, root: earlier(one.root, root) } : one));
      if (next.some((one, at) => one.root.guid !== before[at]!.root.guid))
        await save(ports, workspaceId, key, profile, next);
    }),
  );
}

const entityKeyOf = (key: string): string => `incident|${key}`;

const sightingsIn = (profile: ProfileDocument | undefined): Sighting[] =>
  profile === undefined ? [] : stateSchema.parse(profile.state).sightings;

async function save(
  ports: ProfilePorts,
  workspaceId: string,
  key: string,
  profile: ProfileDocument | undefined,
  sightings: Sighting[],
): Promise<void> {
  const entityKey = entityKeyOf(key);
  await ports.profiles.save({
    id: profileId(entityKey, detector),
    kind: 'profile',
    workspaceId,
    entityKey,
    detector,
    counted: {},
    state: { sightings },
    ...(profile?._etag && { _etag: profile._etag }),
  });
}
