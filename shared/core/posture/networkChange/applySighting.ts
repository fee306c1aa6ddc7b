import type { JsonObject } from '../../../model/json';
import type { NetworkChange, NetworkState } from '../../../model/networkChange';
import { diffResource, pointerOf, withValue } from './diffResource';
import { boundedChanges } from './boundedChanges';
import type { NetworkSighting } from './networkSighting';
import { weakens } from './weakens';
import { without } from './without';

export interface Outcome {
  state: NetworkState;
  /** A change that is new. */
  change?: NetworkChange;
  /** A change recorded before of which more is known now. */
  amends?: { id: string; with: Partial<NetworkChange> };
  /** A change that an act told with its body, and that a snapshot shows with what the platform added. */
  completes?: { id: string; from: JsonObject | null; to: JsonObject | null };
}

const maxActs = 40;
/** A snapshot tells what an act of the last hour did; logs come minutes after the act. */
const maxMinutesApart = 60;

/**
 * What a sighting adds to the configuration known before; undefined when it adds nothing. The first configuration of a
 * resource is no change. An act whose body nobody sent is a change without members until a snapshot tells them; the act
 * behind a change that a snapshot showed first gives it its caller. `changeId` names a new change.
 */
export function applySighting(
  state: NetworkState | undefined,
  sighting: NetworkSighting,
  changeId: string,
): Outcome | undefined {
  const { act, told, at } = sighting;
  if (act && state?.acts.includes(act.key)) return undefined;
  if (state?.config === undefined) return firstSight(state, sighting, changeId);
  if (told.of === 'whole' && told.contentHash === state.contentHash) return undefined;
  if (at < state.observedAt) return act ? lateAct(state, sighting, changeId) : undefined;

  const acts = act ? [...state.acts, act.key].slice(-maxActs) : state.acts;
  if (told.of === 'nothing') {
    const last = { id: changeId, at, hasCaller: true, isTold: false };
    return { state: { ...state, acts, last }, change: changeOf(sighting, changeId, 'updated') };
  }
  const config = configAfter(state.config, sighting);
  const next: NetworkState = { ...without(state, 'contentHash'), config, observedAt: at, acts, ...hashOf(sighting) };
  const changes = differences(state.config, config);
  if (changes.length === 0) {
    const isNews = act !== undefined || next.contentHash !== state.contentHash;
    return isNews ? { state: next } : undefined;
  }
  const { last } = state;
  const isSoon = last !== undefined && !act && last.at <= at && minutesBetween(last.at, at) <= maxMinutesApart;
  if (isSoon && changes.every(({ path }) => last.within?.some((place) => `${path}/`.startsWith(`${place}/`))))
    return { state: next, completes: { id: last.id, from: state.config, to: config } };
  const { weakenings, notJudged } = weakens(sighting.subject.kind, state.config, config);
  const judged = { ...boundedChanges(changes), weakenings, ...(notJudged !== undefined && { notJudged }) };
  if (isSoon && !last.isTold)
    return { state: { ...next, last: { ...last, isTold: true } }, amends: { id: last.id, with: judged } };
  const operation = config === null ? 'deleted' : state.config === null ? 'created' : 'updated';
  return {
    state: {
      ...next,
      last: {
        id: changeId,
        at,

        hasCaller: act !== undefined,
        isTold: true,
        ...(act && { within: placesOf(sighting) }),
      },
    },
    change: { ...changeOf(sighting, changeId, operation), ...judged },
  };
}

/** Members that an act speaks of. */
function placesOf({ told, subject }: NetworkSighting): string[] {
  if (told.of === 'child') return [pointerOf(['properties', subject.list!, told.name])];
  return told.of === 'members' ? Object.keys(told.members).map((name) => pointerOf(['properties', name])) : [];
}

/** Nobody told the configuration before: a snapshot is taken as it is, an act is recorded with what it says itself. */
function firstSight(state: NetworkState | undefined, sighting: NetworkSighting, changeId: string): Outcome | undefined {
  const { act, told, at, subject } = sighting;
  if (act === undefined) {
    if (told.of !== 'whole') return undefined;
    return {
      state: { acts: state?.acts ?? [], config: told.config, contentHash: told.contentHash, observedAt: at, since: at },
    };
  }
  const acts = [...(state?.acts ?? []), act.key].slice(-maxActs);
  const change = unjudged(sighting, changeId, 'The configuration before is not known');
  const next = { acts, observedAt: state?.observedAt ?? at };
  if (told.of === 'gone') return { state: { ...next, config: null, since: at, observedAt: at }, change };
  if (!act.isCreation || subject.child !== undefined) return { state: next, change };
  // what was not there before is known to have been nothing
  const created = without(change, 'notJudged');
  const { weakenings } = weakens(subject.kind, null, configAfter({}, sighting));
  return { state: next, change: { ...created, operation: 'created', weakenings } };
}

/**
 * An act older than the newest snapshot. What it wrote is still there: then it is what made the change that the snapshot
 * showed, if one was recorded without a caller. Or it is not: then it was undone before the snapshot. An act before the first
 * snapshot cannot be judged.
 */
function lateAct(state: NetworkState, sighting: NetworkSighting, changeId: string): Outcome {
  const { act, at, told, subject } = sighting;
  const { last, since = '', config = null } = state;
  const next = { ...state, acts: [...state.acts, act!.key].slice(-maxActs) };
  if (at < since) return { state: next, change: unjudged(sighting, changeId, 'It was made before the first snapshot') };

  const written = told.of === 'gone' ? config : configAfter(config, sighting);
  const changes = differences(config, written);
  if (changes.length > 0) {
    const { weakenings, notJudged } = weakens(subject.kind, config, written);
    const judged = { ...boundedChanges(changes), weakenings, ...(notJudged !== undefined && { notJudged }) };
    return { state: next, change: { ...changeOf(sighting, changeId, 'updated'), ...judged, isReverted: true } };
  }
  const isCause =
    last !== undefined && !last.hasCaller && at <= last.at && minutesBetween(at, last.at) <= maxMinutesApart;
  if (!isCause) return { state: next };
  return {
    state: { ...next, last: { ...last, hasCaller: true } },
    amends: { id: last.id, with: { caller: act!.caller } },
  };
}

/** With what the act itself says, since there is nothing to compare it with. */
function unjudged(sighting: NetworkSighting, changeId: string, notJudged: string): NetworkChange {
  const isGone = sighting.told.of === 'gone';
  const written = isGone ? {} : (configAfter({}, sighting) ?? {});
  const change = changeOf(sighting, changeId, isGone ? 'deleted' : 'updated');
  return { ...change, ...boundedChanges(diffResource({}, written)), notJudged };
}

function configAfter(config: JsonObject | null, { told, subject }: NetworkSighting): JsonObject | null {
  const known = config ?? {};
  switch (told.of) {
    case 'gone':
      return null;
    case 'nothing':
      return config;
    case 'child':
      return withValue(known, ['properties', subject.list!, told.name], told.config);
    case 'members':
      return Object.entries(told.members).reduce(
        (all, [name, value]) => withValue(all, ['properties', name], value),
        known,
      );
    case 'whole': {
      if (told.hasList) return told.config;
      const list = (known['properties'] as JsonObject | undefined)?.[subject.list!];
      return list === undefined ? told.config : withValue(told.config, ['properties', subject.list!], list);
    }
  }
}

export function differences(before: JsonObject | null, after: JsonObject | null) {
  if (after !== null) return diffResource(before ?? {}, after);
  return before === null ? [] : [{ path: '', before, after: null }];
}

const changeOf = (
  { subject, at, act }: NetworkSighting,
  id: string,
  operation: NetworkChange['operation'],
): NetworkChange => ({
  id,
  resourceId: subject.resourceId,
  resourceType: subject.type,
  at,
  operation,
  seenIn: act ? 'activityLog' : 'snapshot',
  ...(act && { caller: act.caller }),
  changes: [],
  weakenings: [],
});

const hashOf = ({ told }: NetworkSighting): Pick<NetworkState, 'contentHash'> =>
  told.of === 'whole' ? { contentHash: told.contentHash } : {};

const minutesBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 60_000;
