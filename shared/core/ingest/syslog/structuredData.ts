import type { JsonObject } from '../../../model/json';

const parameter = /\s*([^\s=\]"]{1,64})="((?:[^"\\\]]|\\[^])*)"/y;
const elementId = /\[([^\s=\]"]{1,64})/y;

/**
 * Structured data of RFC 5424, section 6.3, from `start`: `[id name="value" ..][id ..]`, with `\"`, `\\` and `\]` in values, or `-`.
 * What is no structured data belongs to the message. `end` is where the message begins.
 */
export function readStructuredData(line: string, start: number): { data?: JsonObject; end: number } {
  if (line[start] === '-' && (line[start + 1] === ' ' || line.length === start + 1)) return { end: start + 1 };
  const data: JsonObject = {};
  let end = start;
  while (line[end] === '[') {
    const element = readElement(line, end);
    if (element === undefined) break;
    data[element.id] = element.parameters;
    end = element.end;
  }
  return end === start ? { end } : { data, end };
}

function readElement(line: string, start: number): { id: string; parameters: JsonObject; end: number } | undefined {
  elementId.lastIndex = start;
  const opening = elementId.exec(line);
  if (opening === null || isReserved(opening[1]!)) return undefined;
  const parameters: JsonObject = {};
  let at = elementId.lastIndex;
  parameter.lastIndex = at;
  for (let found = parameter.exec(line); found !== null; found = parameter.exec(line)) {
    at = parameter.lastIndex;
    if (!isReserved(found[1]!)) parameters[found[1]!] = found[2]!.replace(/\\(["\\\]])/g, '$1');
  }
  return line[at] === ']' ? { id: opening[1]!, parameters, end: at + 1 } : undefined;
}

/** Keys that reach an object's prototype. */
const isReserved = (name: string): boolean => name === '__proto__' || name === 'constructor' || name === 'prototype';
