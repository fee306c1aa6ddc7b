import type { JsonObject } from '../../../model/json';
import type { Caller } from '../../../model/networkChange';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import type { ResourceSnapshot } from '../../../model/resource';
import { contentHash } from '../contentHash';
import { type NetworkActivity, networkActivity } from './networkActivity';
import { type NetworkSubject, networkSubject } from './networkType';
import { normalChild, normalForm } from './normalForm';

/** What one event says of the configuration of a network resource. */
export type Told =
  | { of: 'whole'; config: JsonObject; contentHash: string; hasList: boolean }
  /** Members of `properties`; one that is null was sent empty. */
  | { of: 'members'; members: JsonObject }
  | { of: 'child'; name: string; config: JsonObject | null }
  | { of: 'gone' }
  | { of: 'nothing' };

export interface NetworkSighting {
  subject: NetworkSubject;
  /** ISO, UTC. */
  at: string;
  eventId: string;
  told: Told;
  /** When somebody did it, by the activity log. `key` is equal for all records of one act. */
  act?: { key: string; caller: Caller; isCreation: boolean };
}

/** Sightings among the events of a batch, oldest first. */
export function networkSightings(events: readonly TelemetryEvent[]): NetworkSighting[] {
  const activities = events.flatMap((event) => networkActivity(event) ?? []);
  // The body comes with the record that an act began, what became of it with a later one.
  const bodies = new Map(activities.flatMap(({ key, body }) => (body === undefined ? [] : [[key, body] as const])));
  const done = activities.filter(({ isDone }) => isDone).map((one) => sightingOf(one, one.body ?? bodies.get(one.key)));
  const seen = events.flatMap(({ snapshot, id }) => (snapshot ? (snapshotSighting(snapshot, id) ?? []) : []));
  return [...seen, ...done].sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
}

function snapshotSighting(
  { resource, observedAt, deleted }: ResourceSnapshot,
  eventId: string,
): NetworkSighting | undefined {
  const subject = networkSubject(resource.id);
  if (subject === undefined) return undefined;
  const config = normalForm(resource);
  const base = { subject, at: observedAt, eventId };
  if (subject.child !== undefined) {
    const child = normalChild({ properties: config['properties'] ?? {} });
    return { ...base, told: { of: 'child', name: subject.child, config: deleted ? null : child } };
  }
  if (deleted) return { ...base, told: { of: 'gone' } };
  const hasList = subject.list === undefined || resource.properties[subject.list] !== undefined;
  return { ...base, told: { of: 'whole', config, contentHash: contentHash(resource), hasList } };
}

function sightingOf(
  { subject, at, eventId, key, caller, isDeletion, isCreation }: NetworkActivity,
  body: JsonObject | undefined,
): NetworkSighting {
  const base = { subject, at, eventId, act: { key, caller, isCreation } };
  if (isDeletion) {
    const told: Told =
      subject.child === undefined ? { of: 'gone' } : { of: 'child', name: subject.child, config: null };
    return { ...base, told };
  }
  if (body === undefined) return { ...base, told: { of: 'nothing' } };
  if (subject.child !== undefined) {
    const config = normalChild({ properties: body });
    return { ...base, told: { of: 'child', name: subject.child, config } };
  }
  const normal = normalForm({ properties: body })['properties'] as JsonObject | undefined;
  const members = Object.keys(body).map((name) => [name, normal?.[name] ?? null] as const);
  return { ...base, told: { of: 'members', members: Object.fromEntries(members.filter(([name]) => isSetting(name))) } };
}

/** Members that the platform answers and no request sets: their absence in a normal form says nothing. */
const isSetting = (name: string): boolean =>
  !['provisioningstate', 'resourceguid', 'etag', 'defaultsecurityrules'].includes(name.toLowerCase());
