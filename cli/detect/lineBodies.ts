import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

const newline = 0x0a;
/** A longer line is no record. */
const maxLine = 64 * 1024 * 1024;

/** The bytes of a file, unzipped when they begin as gzip does. */
export async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  let head = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { end: 1 })) head = Buffer.concat([head, chunk as Buffer]);
  const raw = createReadStream(file, { highWaterMark: 1 << 20 });
  const stream = head[0] === 0x1f && head[1] === 0x8b ? raw.pipe(createGunzip()) : raw;
  // A pipe does not pass errors on.
  raw.on('error', (error) => stream.destroy(error));
  for await (const chunk of stream) yield chunk as Buffer;
}

/** The lines of a file without their ends, as many at once as one read brought. Throws when one does not end. */
export async function* linesOf(file: string): AsyncGenerator<Buffer[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytesOf(file)) {
    const text = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const lines: Buffer[] = [];
    let at = 0;
    for (let end = text.indexOf(newline, at); end >= 0; end = text.indexOf(newline, at)) {
      lines.push(text.subarray(at, end));
      at = end + 1;
    }
    rest = text.subarray(at);
    if (rest.length > maxLine) throw new Error(`${file}: a line is longer than ${maxLine} bytes`);
    yield lines;
  }
  if (rest.length > 0) yield [rest];
}
