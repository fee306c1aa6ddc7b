import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { defaultDecodeLimits } from '../../../shared/core/ingest/decodedBody';
import { decode } from '../../../shared/core/ingest/decode';
import { bodiesOf, recordingFiles } from '../../../local/start/recordings';

const folder = mkdtempSync(join(tmpdir(), 'recordings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, content: string | Buffer): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};
async function all(file: string): Promise<Buffer[]> {
  const bodies: Buffer[] = [];
  for await (const body of bodiesOf(file)) bodies.push(body);
  return bodies;
}
const read = async (file: string): Promise<string[]> => (await all(file)).map((body) => body.toString());
describe('files', () => {
  it('of a folder come sorted, at any depth, without hidden ones', async () => {
    const root = join(folder, 'tree');
    mkdirSync(join(root, 'b'), { recursive: true });
    for (const name of ['z.log', 'b/1.json', 'a.ndjson', '.hidden', 'b/.git']) writeFileSync(join(root, name), 'x');
    expect((await recordingFiles(root)).map((file) => file.slice(root.length + 1))).toEqual([
      'a.ndjson',
      'b/1.json',
      'z.log',
    ]);
  });

  it('are one when a file is named', async () => {
    const file = write('one.json', '{}');
    expect(await recordingFiles(file)).toEqual([file]);
  });

  it('that are not there are an error with their name', async () => {
    await expect(recordingFiles(join(folder, 'nowhere'))).rejects.toThrow(/no recording at .*nowhere/);
  });
});

describe('bodies', () => {
  it('of a JSON document are the document', async () => {
    const document = '{"records":[{"a":1},\n{"a":2}]}';
    expect(await read(write('envelope.json', document))).toEqual([document]);
    expect(await read(write('packed.json.gz', gzipSync(document)))).toEqual([document]);
  });

  it.each(['records', 'Records', undefined])('of a large document (%s) are its elements', async (name) => {
    const list = Array.from({ length: 12 }, (_, n) => ({ n, text: 'x'.repeat(100_000) }));
    const file = write('large.json', JSON.stringify(name === undefined ? list : { [name]: list }));
    expect((await read(file)).map((body) => (JSON.parse(body) as { n: number }).n)).toEqual(list.map(({ n }) => n));
  });

  it.each(['report.xml', 'report.nessus', 'report.csv'])(
    'of %s are the whole report, compressed when it is large',
    async (name) => {
      const small = 'a,b\n'.repeat(30_000);
      expect(await read(write(name, small))).toEqual([small]);
      const large = 'a,b\n'.repeat(300_000);
      const [body, ...others] = await all(write(name, large));
      expect([gunzipSync(body!).toString() === large, others]).toEqual([true, []]);
    },
  );

  it('of lines hold all lines, in order, packed into bodies of bounded size', async () => {
    const lines = Array.from({ length: 5000 }, (_, n) => JSON.stringify({ n, text: 'ä'.repeat(40) }));
    for (const file of [write('l.ndjson', lines.join('\r\n')), write('l.log.gz', gzipSync(`${lines.join('\n')}\n`))]) {
      const bodies = await read(file);
      expect(bodies.length).toBeGreaterThan(2);
      expect(Math.max(...bodies.map((body) => Buffer.byteLength(body)))).toBeLessThan(1_000_000);
      expect(bodies.join('\n').split('\n')).toEqual(lines);
    }
  });

  it('of an empty file are none', async () => {
    expect(await read(write('empty.log', '\n \n\n'))).toEqual([]);
  });

  it('of a large document that is damaged are sent as they are: its good records are read', async () => {
    const record = JSON.stringify({ a: 'x'.repeat(1000) });
    const [body, ...more] = await all(write('damaged.json', `[${`${record},`.repeat(2000)}{"cut":`));
    expect(more).toEqual([]);
    expect(body!.length).toBeLessThan(900_000);
    const { records, rejected } = decode(body!, defaultDecodeLimits);
    expect([records.length, rejected.length]).toEqual([2000, 1]);
  });

  it('of lines that are named like a document are lines', async () => {
    const lines = Array.from({ length: 2000 }, (_, n) => JSON.stringify({ n, text: 'x'.repeat(1000) }));
    const bodies = await read(write('lines.json', lines.join('\n')));
    expect(bodies.length).toBeGreaterThan(10);
    expect(bodies.join('\n').split('\n')).toEqual(lines);
  });

  it('of a line that is longer than a hub takes are compressed', async () => {
    const bodies = await all(write('long.log', `a\n${'x'.repeat(2_000_000)}\nb`));
    expect(bodies.map((body) => body.length < 900_000)).toEqual([true, true, true]);
    expect(gunzipSync(bodies[1]!)).toHaveLength(2_000_000);
  });
});
