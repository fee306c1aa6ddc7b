import type { JsonObject } from '../../../model/json';
import type { AuditRecord } from './auditRecord';
import { asText } from '../field';
import { readSockaddr } from './sockaddr';
import { architectureName, syscallName } from './syscallNames';

/** The records of one event as one map, and each as its own: rules for auditd are written per record. */
export interface MergedRecords {
  fields: JsonObject;
  parts: JsonObject[];
  argv: string[];
}

/** Not merged: list of their own (PATH), or names that mean something else in each record. */
const perRecord = new Set(['item', 'argc', 'SADDR']);

/**
 * Merges records in kernel order. Fields of SYSCALL win; a key that another record fills otherwise is kept and named in
 * `conflicts`. PATH records become the list `paths`, EXECVE the list `argv`.
 */
export function mergeRecords(records: AuditRecord[]): MergedRecords {
  const parts = records.filter(({ type }) => type !== 'EOE').map(partOf);
  const byNumber = argumentsOf(records);
  const argv = [...byNumber.values()];
  const fields: JsonObject = { type: parts[0]?.type ?? 'EOE' };
  const conflicts = new Set<string>();
  const syscallFirst = [...parts].sort((a, b) => Number(b.type === 'SYSCALL') - Number(a.type === 'SYSCALL'));
  for (const part of syscallFirst) {
    if (part.type === 'PATH' || part.type === 'EXECVE') continue;
    for (const name in part) {
      if (name === 'type' || perRecord.has(name)) continue;
      if (fields[name] === undefined) fields[name] = part[name]!;
      else if (fields[name] !== part[name]) conflicts.add(name);
    }
  }
  const paths = parts.filter(({ type }) => type === 'PATH');
  if (argv.length > 0) Object.assign(fields, { argv });
  if (paths.length > 0) Object.assign(fields, { paths });
  if (conflicts.size > 0) Object.assign(fields, { conflicts: [...conflicts] });
  return { fields, parts: argv.length > 0 ? withOneExecve(parts, byNumber) : parts, argv };
}

/** The record as rules name it: what enriched logs say in upper case and the readable socket address are added to it. */
function partOf({ fields }: AuditRecord): JsonObject {
  if (typeof fields.saddr === 'string') Object.assign(fields, readSockaddr(fields.saddr));
  if (typeof fields.syscall !== 'string' || typeof fields.arch !== 'string') return fields;
  fields.SYSCALL ??= syscallName(fields.arch, fields.syscall) ?? fields.syscall;
  fields.ARCH ??= architectureName(fields.arch) ?? fields.arch;
  return fields;
}

const piece = /^a(\d+)(?:\[(\d+)\])?$/;

/** Arguments in order; long ones come in pieces (`a2[0]`, `a2[1]`) over several EXECVE records. */
function argumentsOf(records: AuditRecord[]): Map<number, string> {
  const pieces: { argument: number; part: number; text: string }[] = [];
  for (const { type, fields } of records) {
    if (type !== 'EXECVE') continue;
    for (const [name, value] of Object.entries(fields)) {
      const found = piece.exec(name);
      if (found !== null) pieces.push({ argument: Number(found[1]), part: Number(found[2] ?? 0), text: asText(value) });
    }
  }
  pieces.sort((a, b) => a.argument - b.argument || a.part - b.part);
  const byArgument = new Map<number, string>();
  for (const { argument, text } of pieces) byArgument.set(argument, (byArgument.get(argument) ?? '') + text);
  return byArgument;
}

/** One program is executed: the first EXECVE record gets all its arguments, those that only continue it are dropped. */
function withOneExecve(parts: JsonObject[], byNumber: Map<number, string>): JsonObject[] {
  const first = parts.findIndex(({ type }) => type === 'EXECVE');
  return parts.flatMap((part, at) => {
    if (at === first) return [withArguments(part, byNumber)];
    return part.type === 'EXECVE' ? [] : [part];
  });
}

/** An EXECVE record with whole arguments in place of their pieces. */
function withArguments(part: JsonObject, byNumber: Map<number, string>): JsonObject {
  const whole: JsonObject = {};
  for (const [name, value] of Object.entries(part)) if (!/^a\d+(?:\[|_len)/.test(name)) whole[name] = value;
  for (const [number, text] of byNumber) whole[`a${number}`] ??= text;
  return whole;
}
