import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip, gzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';

/** Lines of one file are sent as bodies of about this size, so that lines that belong together travel together. */
const bodyBytes = 100_000;
/** A whole JSON document is sent as one body up to what a hub takes. */
const maxDocumentBytes = 900_000;

/** Kinds of files whose lines mean nothing alone. */
const reports = new Set(['.xml', '.nessus', '.csv']);

/** Files of recorded telemetry: one file, or all below a folder in the order of their names. */
export async function recordingFiles(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new Error(`There is no recording at ${path}`);
  if (found.isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/**
 * The bodies of one recording as a sender would put them on the hub: `.json` as one document (large ones element by
 * element), reports whole, everything else line by line packed into bodies; `.gz` is unpacked first. What is too large for a message even
 * so is sent compressed.
 */
export async function* bodiesOf(file: string): AsyncGenerator<Buffer> {
  const packed = file.endsWith('.gz');
  const kind = extname(packed ? file.slice(0, -3) : file);
  if (kind === '.json') return yield* documentBodies(await whole(file, packed));
  if (reports.has(kind)) return yield* reportBodies(await whole(file, packed));
  const input = packed ? createReadStream(file).pipe(createGunzip()) : createReadStream(file);
  yield* lineBodies(createInterface({ input, crlfDelay: Infinity }));
}

async function* lineBodies(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Buffer> {
  let together: string[] = [];
  let bytes = 0;
  for await (const line of lines) {
    const own = Buffer.byteLength(line) + 1;
    if (bytes > 0 && bytes + own > bodyBytes) {
      yield fitting(Buffer.from(together.join('\n')));
      [together, bytes] = [[], 0];
    }
    together.push(line);
    bytes += own;
  }
  if (together.some((line) => line.trim() !== '')) yield fitting(Buffer.from(together.join('\n')));
}

const fitting = (body: Buffer): Buffer => (body.length <= maxDocumentBytes ? body : gzipSync(body));

async function whole(file: string, packed: boolean): Promise<Buffer> {
  if (!packed) return readFile(file);
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file).pipe(createGunzip())) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A report that no message holds, even compressed, goes line by line: the quarantine or a search will show what became of it. */
async function* reportBodies(report: Buffer): AsyncGenerator<Buffer> {
  const body = fitting(report);
  if (body.length <= maxDocumentBytes) yield body;
  else yield* lineBodies(report.toString().split(/\r?\n/));
}

async function* documentBodies(document: Buffer): AsyncGenerator<Buffer> {
  if (document.length <= maxDocumentBytes) return yield document;
  const text = document.toString();
  const value = parsed(text);
  // Lines under a wrong name, or a damaged document: the quarantine will say what is wrong with it.
  if (value === undefined) return yield* lineBodies(text.split(/\r?\n/));
  for (const element of elementsOf(value)) yield fitting(Buffer.from(JSON.stringify(element)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function elementsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  const list = Object.entries(value ?? {}).find(([name, member]) => /^records$/i.test(name) && Array.isArray(member));
  return list ? (list[1] as unknown[]) : [value];
}
