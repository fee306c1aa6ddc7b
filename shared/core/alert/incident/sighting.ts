import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Alert } from '../../../model/alert';
import { parseResourceId } from '../../../model/resourceId';
import { strongKeys } from './strongEntities';

/** Alerts that share an entity belong together when they begin within a day of each other. */
export const linkMs = 24 * 3600 * 1000;
/** An incident takes in nothing that begins later than this after its first alert: what goes on is a new one. */
export const spanMs = 7 * 24 * 3600 * 1000;
/** Keeps what is remembered of one entity below 4 KB. */
const maxSightings = 12;

const rootSchema = z.object({ at: z.string(), guid: z.string() });

/** What the profile of an entity remembers of an alert about it. Times as alerts carry them. */
export const sightingSchema = z.object({
  guid: z.string(),
  at: z.string(),
  /** Equal for the same detection on the same resource: alone they are a repetition. */
  kind: z.string(),
  /** Entity keys of the alert, this entity's among them. */
  keys: z.array(z.string()),
  /** The first alert that it is known to belong to: at first itself. */
  root: rootSchema,
});

export type Sighting = z.infer<typeof sightingSchema>;
export type Root = Sighting['root'];

/** Undefined when nothing in the alert could tie it to another. */
export function sightingOf(alert: Alert, scope: { workspaceId: string; subscriptionId: string }): Sighting | undefined {
  const keys = strongKeys(alert).map((key) => hash(`${scope.workspaceId}|${scope.subscriptionId}|${key}`, 12));
  if (keys.length === 0) return undefined;
  const { guid, startTimeUtc } = alert;
  const kind = hash(`${alert.alertType}|${parseResourceId(alert.resourceId).rootId}`, 6);
  return { guid, at: startTimeUtc, kind, keys, root: { at: startTimeUtc, guid } };
}

/** The newest sightings with this one among them, each alert once, with the earliest root known of it. */
export function withSighting(known: readonly Sighting[], sighting: Sighting): Sighting[] {
  const before = known.find(({ guid }) => guid === sighting.guid);
  const now = before ? { ...sighting, root: earlier(before.root, sighting.root) } : sighting;
  const all = [...known.filter((one) => one !== before), now];
  return all.sort((a, b) => compare(b, a)).slice(0, maxSightings);
}

export const compare = (a: Root, b: Root): number =>
  a.at === b.at ? (a.guid < b.guid ? -1 : a.guid === b.guid ? 0 : 1) : a.at < b.at ? -1 : 1;

export const earlier = (a: Root, b: Root): Root => (compare(b, a) < 0 ? { at: b.at, guid: b.guid } : a);

export function isLinked(one: Sighting, other: Sighting): boolean {
  const [a, b] = [Date.parse(one.at), Date.parse(other.at)];
  const apart = (root: Root, at: number): boolean => at - Date.parse(root.at) > spanMs;
  return Math.abs(a - b) <= linkMs && !apart(other.root, a) && !apart(one.root, b);
}

const hash = (text: string, bytes: number): string =>
  createHash('sha256').update(text).digest().subarray(0, bytes).toString('base64url');
