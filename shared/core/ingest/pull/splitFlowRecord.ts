import { isObject } from '../field';
import type { Json, JsonObject } from '../../../model/json';

const maxDepth = 8;

/**
 * A flow log record of a busy interface can be larger than a record may be. The same record several times, each with some of
 * its flow tuples and what they stand in, says the same. Equal tuples of one group stay together, since they are told apart by
 * counting. Answers the text itself when it is small enough or holds nothing to divide.
 */
export function splitFlowRecord(text: string, maxBytes: number): string[] {
  if (Buffer.byteLength(text) <= maxBytes) return [text];
  const record = JSON.parse(text) as Json;
  if (!isObject(record)) return [text];
  const groups = tupleGroups(record, 0);
  const emptied = new Map(groups.map(({ group }) => [group, []]));
  const frameBytes = Buffer.byteLength(JSON.stringify(withTuples(record, emptied, 0)));
  if (groups.length === 0 || frameBytes * 2 > maxBytes) return [text];
  const parts: Map<JsonObject, Json[]>[] = [new Map()];
  let bytes = frameBytes;
  for (const { group, tuples } of groups) {
    for (const equal of equalOnes(tuples)) {
      const size = equal.reduce((sum: number, tuple) => sum + Buffer.byteLength(JSON.stringify(tuple)) + 1, 0);
      if (bytes + size > maxBytes && bytes > frameBytes) {
        parts.push(new Map());
        bytes = frameBytes;
      }
      const part = parts.at(-1)!;
      part.set(group, [...(part.get(group) ?? []), ...equal]);
      bytes += size;
    }
  }
  return parts.map((part) => JSON.stringify(withTuples(record, part, 0)));
}

interface TupleGroup {
  group: JsonObject;
  tuples: Json[];
}

function tupleGroups(value: Json, depth: number): TupleGroup[] {
  if (depth > maxDepth) return [];
  if (Array.isArray(value)) return value.flatMap((element) => tupleGroups(element, depth + 1));
  if (!isObject(value)) return [];
  if (Array.isArray(value.flowTuples)) return [{ group: value, tuples: value.flowTuples }];
  return Object.values(value).flatMap((member) => (member === undefined ? [] : tupleGroups(member, depth + 1)));
}

/** A copy with the tuples of that part only; groups that have none in it are left out. */
function withTuples(value: Json, part: Map<JsonObject, Json[]>, depth: number): Json {
  if (depth > maxDepth) return value;
  if (Array.isArray(value))
    return value
      .filter((element) => !isObject(element) || !Array.isArray(element.flowTuples) || part.has(element))
      .map((element) => withTuples(element, part, depth + 1));
  if (!isObject(value)) return value;
  if (Array.isArray(value.flowTuples)) return { ...value, flowTuples: part.get(value) ?? [] };
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      member === undefined ? null : withTuples(member, part, depth + 1),
    ]),
  );
}

function equalOnes(tuples: Json[]): Json[][] {
  const equal = new Map<string, Json[]>();
  for (const tuple of tuples) {
    const key = JSON.stringify(tuple);
    const found = equal.get(key);
    if (found) found.push(tuple);
    else equal.set(key, [tuple]);
  }
  return [...equal.values()];
}
