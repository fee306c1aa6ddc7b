import type { CorrelationNode } from './correlationNode';

/** One member of a correlation that happened: which one (by its place), when (ms), and the value that is counted. */
export interface Hit {
  member: number;
  time: number;
  value: string;
  eventId: string;
}

/** As stored: JSON, small. */
export type StoredHit = [member: number, time: number, value: string, eventId: string, count: number];

/** What one group of a correlation remembers. */
export interface GroupState {
  hits: StoredHit[];
}

/** What came together, oldest first. */
export interface Match {
  from: number;
  to: number;
  eventIds: string[];
  count: number;
}

/** Single hits that are kept exactly; more are counted in this many parts of the span. */
export const maxExact = 60;
/** Different values that are kept: more cannot be asked for. */
export const maxValues = 60;

/**
 * Adds a hit and answers what it completes. Times may come in any order: windows slide, and only those that hold the new hit are
 * looked at. What has matched is forgotten, so that the same events do not match twice.
 */
export function addHit(node: CorrelationNode, state: GroupState, hit: Hit): { state: GroupState; match?: Match } {
  const newest = Math.max(hit.time, ...state.hits.map(([, time]) => time));
  const kept = state.hits.filter(([, time]) => time >= newest - node.spanMs);
  if (hit.time < newest - node.spanMs || isCounted(node, kept, hit)) return { state };
  const hits = insert(node, kept, hit);
  const found = windowsWith(hits, hit.time, node.spanMs).find((window) => isMatch(node, window));
  if (found === undefined) return { state: { hits: node.type === 'value_count' ? newestOfEachValue(hits) : hits } };
  return { state: { hits: hits.filter((one) => !found.includes(one)) }, match: matchOf(found) };
}

/** An event that several rules of the correlation match is one event. */
const isCounted = ({ type, of }: CorrelationNode, hits: StoredHit[], { member, eventId }: Hit): boolean =>
  type === 'event_count' && of[member]!.kind === 'rule' && hits.some(([, , , known]) => known === eventId);

/** An older one completes nothing that the newest does not; it was looked at when it came. */
const newestOfEachValue = (hits: StoredHit[]): StoredHit[] =>
  [...new Map(hits.map((hit) => [hit[2], hit])).values()].sort(([, a], [, b]) => a - b);

function matchOf(hits: StoredHit[]): Match {
  return {
    from: hits[0]![1],
    to: hits.at(-1)![1],
    eventIds: [...new Set(hits.map(([, , , eventId]) => eventId).filter((id) => id !== ''))],
    count: hits.reduce((sum, [, , , , count]) => sum + count, 0),
  };
}

/** In the order of time. Counts that are too many to keep each hit keep parts of the span; other types the newest of a kind. */
function insert(node: CorrelationNode, hits: StoredHit[], { member, time, value, eventId }: Hit): StoredHit[] {
  const coarse = node.type === 'event_count' && node.bounds.least > maxExact;
  const part = coarse ? Math.ceil(node.spanMs / maxExact) : 1;
  const at = Math.floor(time / part) * part;
  if (coarse) {
    const same = hits.findIndex(([, known]) => known === at);
    if (same >= 0) return hits.with(same, [member, at, '', eventId, hits[same]![4] + 1]);
  }
  const added: StoredHit[] = [...hits, [member, at, value, eventId, 1]];
  return bounded(
    node,
    added.sort(([, a], [, b]) => a - b),
  );
}

/** Per member of a temporal correlation the newest few are enough to find the next match. */
const maxPerMember = 4;

/** Ids of events that are kept for the alert. */
const maxIds = 8;

function bounded(node: CorrelationNode, hits: StoredHit[]): StoredHit[] {
  if (node.type === 'event_count') return withNewestIds(hits.slice(-(Math.min(node.bounds.least, maxExact) + 1)));
  if (node.type === 'value_count') return withNewestIds(hits.slice(-(maxValues + 1)));
  const seen = new Map<number, number>();
  const newest = hits.toReversed().filter(([member]) => {
    const count = (seen.get(member) ?? 0) + 1;
    seen.set(member, count);
    return count <= maxPerMember;
  });
  return newest.reverse();
}

const withNewestIds = (hits: StoredHit[]): StoredHit[] =>
  hits.map((hit, place) => (place < hits.length - maxIds ? (hit.with(3, '') as StoredHit) : hit));

/** The stretches of the span's length that begin with a hit and hold the new one, the earliest first. */
function windowsWith(hits: StoredHit[], time: number, spanMs: number): StoredHit[][] {
  const starts = hits.filter(([, start]) => start <= time && start >= time - spanMs);
  return starts.map(([, start]) => hits.filter(([, other]) => other >= start && other <= start + spanMs));
}

function isMatch({ type, bounds, of }: CorrelationNode, window: StoredHit[]): boolean {
  const within = (count: number) => count >= bounds.least && count <= bounds.most;
  switch (type) {
    case 'event_count':
      return within(window.reduce((sum, [, , , , count]) => sum + count, 0));
    case 'value_count':
      return within(new Set(window.map(([, , value]) => value)).size);
    case 'temporal':
      return within(new Set(window.map(([member]) => member)).size);
    case 'temporal_ordered':
      return isInOrder(window, of.length);
  }
}

/** Whether the members happened one after the other, whatever else stands between. */
function isInOrder(window: StoredHit[], members: number): boolean {
  let next = 0;
  for (const [member] of window) if (member === next) next++;
  return next === members;
}
