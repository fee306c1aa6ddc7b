import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isObject } from '../../shared/core/posture/policy/coerce';
import type { Json, JsonObject } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';
import { bytesOf, linesOf } from '../detect/lineBodies';

/** Files below a folder that hold JSON, by name; a file is itself. */
export function jsonFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:json|jsonl|ndjson)(?:\.gz)?$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => (a < b ? -1 : 1));
}

/**
 * The objects of a file, plain or gzip: one per line, one in all, a list, or a list as `value` or `data` as ARM and Resource
 * Graph answer. `rewrite` sees each text before it is parsed. Throws Rejected naming the line that is no JSON.
 */
export async function readDocuments(file: string, rewrite = (text: string) => text): Promise<JsonObject[]> {
  const found: JsonObject[] = [];
  let line = 0;
  for await (const lines of linesOf(file)) {
    for (const bytes of lines) {
      line += 1;
      const text = textOf(bytes);
      if (text.trim() === '') continue;
      const value = parsed(text, rewrite);
      if (value === undefined && found.length === 0) return readWhole(file, rewrite);
      if (value === undefined) throw new Rejected('InvalidJson', `${file}:${line} is no JSON`);
      // Not spread: a list may be longer than a call has room for arguments.
      for (const object of objectsIn(value)) found.push(object);
    }
  }
  return found;
}

const textOf = (bytes: Buffer): string => bytes.toString('utf8').replace(/^\uFEFF/, '');

async function readWhole(file: string, rewrite: (text: string) => string): Promise<JsonObject[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytesOf(file)) chunks.push(chunk);
  const value = parsed(textOf(Buffer.concat(chunks)), rewrite);
  if (value === undefined)
    throw new Rejected('InvalidJson', `${file} is no JSON, nor one JSON value in each of its lines`);
  return objectsIn(value);
}

function parsed(text: string, rewrite: (text: string) => string): Json | undefined {
  try {
    return JSON.parse(rewrite(text)) as Json;
  } catch {
    return undefined;
  }
}

function objectsIn(value: Json): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (!isObject(value)) return [];
  const list = value['value'] ?? value['data'] ?? null;
  if (Array.isArray(list)) return list.flatMap(objectsIn);
  const table = tableSchema.safeParse(list);
  return table.success ? rowsOf(table.data) : [value];
}

/** As Resource Graph answers where a table is asked for. */
const tableSchema = z.object({
  columns: z.array(z.object({ name: z.string() })),
  rows: z.array(z.array(z.custom<Json>((cell) => cell !== undefined))),
});

const rowsOf = ({ columns, rows }: z.infer<typeof tableSchema>): JsonObject[] =>
  rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at] ?? null])));
