import type { HubMessage } from './hubMessages';
import { sealProperty, workspaceProperty } from './door/workspaceSeal';
import { maxEventBytes } from './limits';
import { replayOfProperty } from './replayedProperties';
import type { EventPart } from './normalise';
import type { ArrivedEvent } from './readBatch';

/** An event as its message alone tells it, to which records of other messages may belong. */
export interface ArrivedPart extends EventPart {
  arrived: ArrivedEvent;
}

/**
 * Whether events of the message may be joined with those of others: what was authenticated for a workspace stays apart from what
 * was not, and what is replayed stays what it was.
 */
export const isJoinable = ({ properties }: HubMessage): boolean =>
  properties[workspaceProperty] === undefined &&
  properties[sealProperty] === undefined &&
  properties[replayOfProperty] === undefined;

/**
 * Makes one event of the parts that a sender spread over messages (an audit event of which each line is a message). It stands where
 * its first part stood and keeps the parts: whoever finds one of them stored already takes them instead. A part that came twice
 * is a repeat and stays by itself.
 */
export function joinParts(events: ArrivedEvent[], parts: readonly ArrivedPart[]): ArrivedEvent[] {
  const groups = new Map<string, ArrivedPart[]>();
  for (const part of parts) {
    const name = `${part.context.resourceId.toLowerCase()} ${part.key}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [part]);
    else if (group.every(({ arrived }) => arrived.event.id !== part.arrived.event.id)) group.push(part);
  }
  const replaced = new Map<ArrivedEvent, ArrivedEvent | undefined>();
  for (const group of groups.values()) {
    const joined = group.length > 1 ? joinedOf(group) : undefined;
    if (joined === undefined) continue;
    for (const { arrived } of group) replaced.set(arrived, undefined);
    replaced.set(group[0]!.arrived, joined);
  }
  if (replaced.size === 0) return events;
  return events.flatMap((arrived) => (replaced.has(arrived) ? (replaced.get(arrived) ?? []) : [arrived]));
}

/** Undefined when the source finds no single event in the records: the parts then stay as they are. */
function joinedOf(group: ArrivedPart[]): ArrivedEvent | undefined {
  const { source, context, arrived } = group[0]!;
  if (group.reduce((sum, { bytes }) => sum + bytes, 0) > maxEventBytes) return undefined;
  const parts = group.map((part) => part.arrived);
  try {
    const [event, ...others] = source.normalise([...new Set(group.flatMap(({ raws }) => raws))], context);
    if (event === undefined || others.length > 0) return undefined;
    const records = parts.reduce((sum, part) => sum + part.records, 0);
    return { ...arrived, event: { ...event, joined: parts.map((part) => part.event.id) }, records, parts };
  } catch {
    // Each part was read alone: they are stored as they are.
    return undefined;
  }
}
