/** `{"records":[..]}`: what a message holds beside its records, and between two of them. */
const frameBytes = 14;

/** Puts records (JSON texts) into as few bodies `{"records":[..]}` of at most `maxBytes` as their order allows. A larger record has a body to itself. */
export function packRecords(records: readonly string[], maxBytes: number): string[] {
  const bodies: string[][] = [];
  let bytes = Infinity;
  for (const record of records) {
    const size = Buffer.byteLength(record) + 1;
    if (bytes + size > maxBytes) {
      bodies.push([]);
      bytes = frameBytes;
    }
    bodies.at(-1)!.push(record);
    bytes += size;
  }
  return bodies.map((texts) => `{"records":[${texts.join(',')}]}`);
}
