import type { HubBatch, HubMessage } from '../core/ingest/hubMessages';
import { pageKey, type PageKey } from '../core/ingest/pages';
import type { ArrivedEvent } from '../core/ingest/readBatch';
import { isOfMachine, machineIdOf } from '../core/workspace/machine';
import { positionOf } from '../model/eventPage';
import type { TelemetryEvent } from '../model/telemetryEvent';
import type { KnownWorkspaces, WorkspaceDirectory } from './workspaceDirectory';

/** Events of a batch that go to one page partition. */
export interface Lane {
  key: PageKey;
  pk: string;
  /** Those that are new, in the order of their positions. */
  fresh: ArrivedEvent[];
}

/** The lanes of a batch, and the lane of each of its events, in their order. */
export interface Lanes {
  all: Lane[];
  ofEach: Lane[];
  /** Workspaces that the ingest door authenticated, by the sequence number of the message. */
  trusted: ReadonlyMap<string, string>;
}

/** Came through the ingest door: its sender speaks for one workspace, and settles nothing about others. */
export const isFromDoor = ({ trusted }: Lanes, { position }: ArrivedEvent): boolean =>
  trusted.size > 0 && trusted.has(sequenceOf(position));

export type TrustedWorkspace = (message: HubMessage) => string | undefined;

const sequenceOf = (position: string): string => position.slice(0, 16);
const workspacePattern = /^[a-z\d][a-z\d-]{0,127}$/;

/**
 * Whose each event of a batch is, by hour of arrival and by whether a machine sent it. First counts the workspace that a message was
 * authenticated for, then what its resource is assigned to, then the home default workspace. One lookup for a batch, at most.
 */
export async function lanesOf(
  directory: WorkspaceDirectory,
  { partitionId, messages }: HubBatch,
  events: readonly ArrivedEvent[],
  trustedOf: TrustedWorkspace | undefined,
): Promise<Lanes> {
  const known = await directory.known();
  const machines = new Map<string, string | undefined>();
  for (const { event } of events) {
    for (const id of [event.resourceId, event.snapshot?.resource.id ?? ''])
      if (!machines.has(id)) machines.set(id, machineIdOf(id));
  }
  await directory.learn([...machines.values()].filter((id) => id !== undefined));
  const trusted = trustedOf ? trustedIn(known, messages, trustedOf) : new Map<string, string>();

  const lanes = new Map<string, Lane>();
  const ofEach = events.map((arrived): Lane => {
    const { event, enqueuedAt } = arrived;
    const machineId = machines.get(event.resourceId);
    const named = trusted.size === 0 ? undefined : trusted.get(sequenceOf(arrived.position));
    const workspaceId = named ?? known.at(event.resourceId, machineId, enqueuedAt);
    const hour = enqueuedAt.slice(0, 13);
    const other = !isOfMachine(event, machineId);
    const name = `${workspaceId}|${hour}|${other}`;
    const found = lanes.get(name);
    if (found) return found;
    const key: PageKey = { workspaceId, hour, hubPartition: partitionId, other };
    const lane: Lane = { key, pk: pageKey(key), fresh: [] };
    lanes.set(name, lane);
    return lane;
  });
  return { all: [...lanes.values()], ofEach, trusted };
}

function trustedIn(
  known: KnownWorkspaces,
  messages: readonly HubMessage[],
  trustedOf: TrustedWorkspace,
): Map<string, string> {
  const trusted = new Map<string, string>();
  for (const message of messages) {
    const named = trustedOf(message);
    if (named === undefined) continue;
    const id = known.find(named)?.id ?? named.toLowerCase();
    // What could be no part of a key was never a workspace.
    if (workspacePattern.test(id)) trusted.set(sequenceOf(positionOf(message.sequence, 0)), id);
  }
  return trusted;
}

/** What identifies an event among those stored: the same content sent to two workspaces is two. */
export const identityIn = (workspaceId: string, homeWorkspaceId: string, eventId: string): string =>
  workspaceId === homeWorkspaceId ? eventId : `${eventId}@${workspaceId}`;

/** Under which an event is known once it is stored: its own identity, and those that its parts have alone. */
export const identitiesIn = (
  workspaceId: string,
  homeWorkspaceId: string,
  { id, joined }: Pick<TelemetryEvent, 'id' | 'joined'>,
): string[] => [id, ...(joined ?? [])].map((each) => identityIn(workspaceId, homeWorkspaceId, each));

/** Keys of entities are those of a workspace: detections of one never mix with those of another. */
export const entityKeyIn = (workspaceId: string, homeWorkspaceId: string, entityKey: string): string =>
  workspaceId === homeWorkspaceId ? entityKey : `${workspaceId}/${entityKey}`;
