import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Rejected } from '../../../model/rejected';

/** Flat numbers under names: what indexes are made of, and what a compiled index is on disk. */
export type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array;
export type Columns = Record<string, Column>;

const columnTypes = { Uint8Array, Uint16Array, Uint32Array, Int32Array };
type ColumnTypes = typeof columnTypes;
const typeNames = Object.keys(columnTypes) as (keyof ColumnTypes)[];

const magic = Buffer.from('SKYINTEL');
/** Moves with every change of what is written: an index of another version is built anew and not read. */
const formatVersion = 1;
/** magic, version (4), SHA-256 of all that follows (32), length of the header (4). */
const digestAt = magic.length + 4;
const lengthAt = digestAt + 32;
const prefixBytes = lengthAt + 4;
const alignment = 8;

const headerSchema = z.object({
  facts: z.unknown(),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.enum(typeNames as [keyof ColumnTypes]),
      offset: z.int().min(0),
      length: z.int().min(0),
    }),
  ),
});

/** Columns and what is said of them as one file, little-endian as every machine that runs this is. */
export function packColumns(facts: unknown, columns: Columns): Buffer {
  let offset = 0;
  const entries = Object.entries(columns).map(([name, column]) => {
    const entry = { name, type: typeNames.find((type) => column instanceof columnTypes[type])!, offset };
    offset = padded(offset + column.byteLength);
    return { ...entry, length: column.length };
  });
  const header = Buffer.from(JSON.stringify({ facts, columns: entries }));
  const start = padded(prefixBytes + header.length);
  const data = Buffer.alloc(start + offset);
  magic.copy(data);
  data.writeUInt32LE(formatVersion, magic.length);
  data.writeUInt32LE(header.length, lengthAt);
  header.copy(data, prefixBytes);
  for (const [at, column] of Object.values(columns).entries())
    data.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), start + entries[at]!.offset);
  digestOf(data).copy(data, digestAt);
  return data;
}

/** The columns look into `data`: nothing is copied. Throws Rejected for another version, and for what is cut or damaged. */
export function unpackColumns(data: Buffer): { facts: unknown; columns: Columns } {
  if (data.length < prefixBytes || !data.subarray(0, magic.length).equals(magic)) throw damaged('is no such file');
  const version = data.readUInt32LE(magic.length);
  if (version !== formatVersion) throw damaged(`has version ${version}, wanted is ${formatVersion}`);
  if (!digestOf(data).equals(data.subarray(digestAt, lengthAt))) throw damaged('is cut or was changed');
  const headerBytes = data.readUInt32LE(lengthAt);
  const header = JSON.parse(data.toString('utf8', prefixBytes, prefixBytes + headerBytes)) as unknown;
  const { facts, columns } = headerSchema.parse(header);
  const start = padded(prefixBytes + headerBytes);
  // Views need an aligned start, which a slice of another buffer may not have.
  const aligned = data.byteOffset % alignment === 0 ? data : Buffer.from(new Uint8Array(data).buffer);
  const opened = columns.map(({ name, type, offset, length }): [string, Column] => [
    name,
    new columnTypes[type](aligned.buffer as ArrayBuffer, aligned.byteOffset + start + offset, length),
  ]);
  return { facts, columns: Object.fromEntries(opened) };
}

/** The column of that name and type. Throws Rejected when there is none. */
export function columnOf<T extends keyof ColumnTypes>(
  columns: Columns,
  name: string,
  type: T,
): InstanceType<ColumnTypes[T]> {
  const column = columns[name];
  if (column instanceof columnTypes[type]) return column as InstanceType<ColumnTypes[T]>;
  throw damaged(`has no ${type} "${name}"`);
}

export const under = (prefix: string, columns: Columns): Columns =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [`${prefix}.${name}`, column]));

export const below = (prefix: string, columns: Columns): Columns =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([name, column]) =>
      name.startsWith(`${prefix}.`) ? [[name.slice(prefix.length + 1), column]] : [],
    ),
  );

export const bytesOf = (columns: Columns): number =>
  Object.values(columns).reduce((sum, { byteLength }) => sum + byteLength, 0);

const padded = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;
const digestOf = (data: Buffer): Buffer => createHash('sha256').update(data.subarray(lengthAt)).digest();
const damaged = (what: string): Rejected => new Rejected('IntelDamaged', `The compiled intelligence ${what}`);
