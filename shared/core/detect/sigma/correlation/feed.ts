import type { CorrelationNode } from './correlationNode';
import { addHit, type Match, type StoredHit } from './hits';

/** A rule matched an event: which, when, and the fields that correlations group by or count. */
export interface RuleHit {
  rule: string;
  /** Milliseconds. */
  time: number;
  eventId: string;
  fields: Record<string, string>;
}

/** What a group of a correlation remembers, with the groups of correlations below it. */
export type NodeState = {
  hits: StoredHit[];
  inner?: { [group: string]: NodeState };
};

/** Groups of an inner correlation within one group of the outer: those that were not fed for longest go first. */
const maxInner = 10;

const empty: NodeState = { hits: [] };

/** Hands a hit down to the members it belongs to and answers what it completes at the top. */
export function feed(
  node: CorrelationNode,
  state: NodeState = empty,
  hit: RuleHit,
): { state: NodeState; match?: Match } {
  let current = state;
  let match: Match | undefined;
  node.of.forEach((member, place) => {
    if (member.kind === 'rule') {
      if (member.id === hit.rule) add(place, hit.time, hit.eventId);
      return;
    }
    const group = groupOf(member, hit);
    if (group === undefined) return;
    const key = `${place}|${group}`;
    const below = feed(member, current.inner?.[key], hit);
    current = { ...current, inner: bounded({ ...without(current.inner, key), [key]: below.state }) };
    if (below.match !== undefined) add(place, below.match.to, below.match.eventIds.at(-1) ?? hit.eventId);
  });
  return match === undefined ? { state: current } : { state: current, match };

  function add(member: number, time: number, eventId: string): void {
    const value = valueOf(node, hit);
    if (value === undefined) return;
    const added = addHit(node, current, { member, time, value, eventId });
    current = { ...current, ...added.state };
    match = added.match ?? match;
  }
}

/** Group values as one text; undefined when the event lacks one: it then takes no part. */
export function groupOf({ groupBy }: CorrelationNode, { fields }: RuleHit): string | undefined {
  const values = groupBy.map((name) => fields[name]);
  return values.every((value) => value !== undefined) ? values.join('\n') : undefined;
}

function valueOf({ valueFields }: CorrelationNode, { fields }: RuleHit): string | undefined {
  const values = valueFields.map((name) => fields[name]);
  return values.every((value) => value !== undefined) ? values.join('\n') : undefined;
}

function without(groups: NodeState['inner'], key: string): { [group: string]: NodeState } {
  const { [key]: _, ...others } = groups ?? {};
  return others;
}

const bounded = (groups: { [group: string]: NodeState }): { [group: string]: NodeState } =>
  Object.fromEntries(Object.entries(groups).slice(-maxInner));
