/** Values by hash, with the day (since 1970) on which each was last seen. */
export type SeenTable = Map<number, number>;

const bytesEach = 6;

/** Six bytes for each value, base64: 400 of them take 3.2 KB. */
export function packSeen(table: SeenTable): string {
  const bytes = Buffer.alloc(table.size * bytesEach);
  let at = 0;
  for (const [hash, day] of table) {
    bytes.writeUInt32LE(hash, at);
    bytes.writeUInt16LE(Math.min(day, 0xffff), at + 4);
    at += bytesEach;
  }
  return bytes.toString('base64');
}

export function unpackSeen(text: string): SeenTable {
  const bytes = Buffer.from(text, 'base64');
  const table: SeenTable = new Map();
  for (let at = 0; at + bytesEach <= bytes.length; at += bytesEach)
    table.set(bytes.readUInt32LE(at), bytes.readUInt16LE(at + 4));
  return table;
}

/** Notes a value as the newest; the one not seen for longest goes when there are more than `capacity`. */
export function noteSeen(table: SeenTable, hash: number, day: number, capacity: number): void {
  const known = table.get(hash) ?? 0;
  table.delete(hash);
  table.set(hash, Math.max(known, day));
  if (table.size <= capacity) return;
  const [oldest] = table.keys();
  table.delete(oldest!);
}
