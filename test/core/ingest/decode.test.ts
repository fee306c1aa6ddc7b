import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { decode } from '../../../shared/core/ingest/decode';
import { defaultDecodeLimits } from '../../../shared/core/ingest/decodedBody';

const record = {
  time: '2026-11-21T08:00:00Z',
  resourceId: '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001',
  text: 'ü "quoted" {braces}',
};
const r = JSON.stringify(record);
const read = (body: string | Uint8Array, limits = {}) =>
  decode(typeof body === 'string' ? Buffer.from(body) : body, { ...defaultDecodeLimits, ...limits });
const raws = (body: string | Uint8Array) => read(body).records.map(({ raw }) => raw);
const codes = (body: string | Uint8Array, limits = {}) =>
  read(body, limits).rejected.map(({ index, code }) => [index, code]);

describe('shapes on the wire', () => {
  it.each<[string, string | Uint8Array, number]>([
    ['records object', `{"records":[${r},${r}]}`, 2],
    ['bare object', r, 1],
    ['array of objects', `[${r},${r}]`, 2],
    ['array of records objects', `[{"records":[${r}]},{"records":[${r}]}]`, 2],
    ['NDJSON', `${r}\n${r}\n`, 2],
    ['NDJSON with CRLF and blank lines', `${r}\r\n\r\n${r}\r\n`, 2],
    ['records with a byte order mark', `\ufeff{"records":[${r}]}`, 1],
    ['records with null', `{"records":[${r},null]}`, 1],
    ['records as text', JSON.stringify({ records: `[${r}]` }), 1],
    ['records as an object', `{"records":${r}}`, 1],
    ['capital Records', `{"Records":[${r}]}`, 1],
    ['records within records', `{"records":[{"records":[${r},${r}]}]}`, 2],
    ['records beside plain siblings', `{"batch":7,"records":[${r}]}`, 1],
    ['Graph page', `{"@odata.context":"x","value":[${r}],"@odata.nextLink":"y"}`, 1],
    ['Findings', `{"Findings":[${r}]}`, 1],
    ['findings', `{"findings":[${r},${r}]}`, 2],
    ['EventBridge', `{"detail-type":"x","source":"y","detail":${r}}`, 1],
    ['Resource Graph answer', `{"totalRecords":1,"count":1,"data":[${r}],"facets":[]}`, 1],
    ['pretty-printed objects in a row', `${JSON.stringify(record, null, 2)}\n${JSON.stringify(record, null, 2)}\n`, 2],
    ['objects in a row on one line', `${r}${r} ${r}`, 3],
    ['lines with commas after them', `${r},\n${r},\n`, 2],
    ['an array per line', `[${r}]\n[${r},${r}]`, 3],
    ['JSON as a JSON text', JSON.stringify(`${r}\n${r}`), 2],
    ['gzip', gzipSync(`{"records":[${r},${r}]}`), 2],
    ['gzip in base64', Buffer.from(gzipSync(`[${r}]`).toString('base64')), 1],
    ['UTF-16 little endian with mark', Buffer.from(`\ufeff[${r}]`, 'utf16le'), 1],
    ['UTF-16 little endian without mark', Buffer.from(`[${r}]`, 'utf16le'), 1],
    ['UTF-16 big endian', Buffer.from(`\ufeff[${r}]`, 'utf16le').swap16(), 1],
  ])('%s', (_, body, count) => {
    const decoded = read(body);
    expect(decoded.rejected).toEqual([]);
    expect(decoded.records.map(({ raw }) => raw)).toEqual(Array(count).fill(record));
    expect(decoded.records.map(({ index }) => index)).toEqual(Array.from({ length: count }, (_value, at) => at));
  });

  it.each([
    ['one syslog line', '<84>1 2026-11-21T00:42:17Z vm sshd 1 - - a', 1],
    ['two syslog lines', '<84>1 2026-11-21T00:42:17Z vm sshd 1 - - a\n<84>1 2026-11-21T00:42:18Z vm sshd 1 - - b', 2],
    ['log lines that begin in brackets', '[2026-11-21 08:00] up\n[error] down\n{not json}', 3],
    ['a number', '123', 1],
    ['a truth value', 'true', 1],
    ['an array of numbers', '[1,2]', 1],
    ['an array of texts', '["a","b"]', 2],
  ])('text: %s', (_, body, count) => {
    const decoded = read(body);
    expect(decoded.rejected).toEqual([]);
    expect(decoded.records.map(({ raw }) => typeof raw)).toEqual(Array(count).fill('string'));
  });

  it.each(['', ' \r\n ', 'null', '[]', '{}', '{"records":[]}', '{"records":null}'])('nothing in %j', (body) => {
    expect(read(body)).toEqual({ records: [], rejected: [], empty: 1 });
  });

  it('counts elements that carry nothing', () => {
    expect(read(`{"records":[null,{},${r}]}`)).toMatchObject({ empty: 2, records: [{ index: 0 }] });
  });

  it.each([
    { name: 'x', nested: { a: 1 }, records: [{ b: 1 }] },
    { name: 'x', records: [1, 2] },
    { name: 'x', records: [] },
    { name: 'x', records: null },
    { name: 'x', value: [{ b: 1 }] },
    { detail: { b: 1 } },
  ])('keeps a record that only looks like an envelope: %j', (own) => {
    expect(raws(JSON.stringify(own))).toEqual([own]);
  });
});

describe('single quotes', () => {
  const before = '"time":"2026-11-21T08:00:00Z","category":"FunctionAppLogs"';

  it('reads a body that is no JSON because of them', () => {
    const decoded = read(`{ ${before}, "properties": {'appName':'it's here','levelId':2}}`);
    expect(decoded.records).toMatchObject([
      { raw: { properties: { appName: "it's here", levelId: 2 } }, repaired: true },
    ]);
  });

  it('reads properties that came as such a text', () => {
    const decoded = read(`{"records":[{${before},"properties":"{'appName':'f1','message':'it happened'}"}]}`);
    expect(decoded.records).toMatchObject([{ raw: { properties: { appName: 'f1' } }, repaired: true }]);
  });

  it('keeps properties as text when they cannot be read, and the rest of the record', () => {
    const decoded = read(`{ ${before}, "properties": {'a':'x', y' z: 'b'}}`);
    expect(decoded.records).toMatchObject([
      { raw: { category: 'FunctionAppLogs', properties: "{'a':'x', y' z: 'b'}" }, repaired: true },
    ]);
  });

  it('does not touch apostrophes of good records', () => {
    expect(raws(`{"a":"it's","b":"{'"}`)).toEqual([{ a: "it's", b: "{'" }]);
  });
});

describe('what cannot be read', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['truncated JSON', '{"records":[{"time":', 'NotJson'],
    ['truncated object', '{"a":', 'NotJson'],
    ['malformed UTF-8', Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]), 'MalformedUtf8'],
    ['a line of malformed UTF-8', Buffer.from([0x61, 0x62, 0xc3]), 'MalformedUtf8'],
    ['binary', Buffer.from([0x83, 0x01, 0x02, 0x00, 0x05]), 'Binary'],
    ['damaged binary', Buffer.from([0x83, 0x01, 0xa1, 0xff]), 'Binary'],
    ['a cut gzip', gzipSync(r).subarray(0, 30), 'BadGzip'],
    ['UTF-16 cut in a character', Buffer.from('\ufeff[]', 'utf16le').subarray(0, 5), 'MalformedUtf16'],
    ['arrays within arrays', `${'['.repeat(12)}1${']'.repeat(12)}`, 'TooDeep'],
  ])('%s', (_, body, code) => {
    const decoded = read(body);
    expect(decoded.records).toEqual([]);
    expect(decoded.rejected).toMatchObject([{ code, reason: expect.stringMatching(/;|send/) }]);
  });

  it('keeps the body as sent for a body that cannot be split', () => {
    const body = gzipSync('{"a":');
    expect(read(body).rejected).toEqual([
      expect.objectContaining({ index: -1, code: 'NotJson', raw: Buffer.from(body) }),
    ]);
  });

  it('refuses a gzip that expands beyond the limit', () => {
    expect(codes(gzipSync(Buffer.alloc(1_000_000, 0x20)), { maxBodyBytes: 100_000 })).toEqual([
      [-1, 'TooLargeExpanded'],
    ]);
  });

  it('refuses more records than the limit, as one body', () => {
    expect(codes(JSON.stringify(Array(11).fill(record)), { maxRecords: 10 })).toEqual([[-1, 'TooManyRecords']]);
    expect(codes(`${r}\n`.repeat(11), { maxRecords: 10 })).toEqual([[-1, 'TooManyRecords']]);
    expect(codes('x\n'.repeat(11), { maxRecords: 10 })).toEqual([[-1, 'TooManyRecords']]);
  });
});

describe('one bad record costs no good one', () => {
  const deep = `{"a":${'['.repeat(70)}${']'.repeat(70)}}`;
  const big = JSON.stringify({ text: 'x'.repeat(3000) });

  it.each<[string, string | Uint8Array, [number, string][]]>([
    ['a broken line', `${r}\n{"a":\n${r}\n`, [[1, 'NotJson']]],
    ['a broken first line', `{"a":\n${r}\n${r}\n`, [[0, 'NotJson']]],
    ['a broken element', `{"records":[${r},{"a":},${r}]}`, [[1, 'NotJson']]],
    ['a broken element before members of the envelope', `{"records":[${r},{"a":},${r}],"n":[2]}`, [[1, 'NotJson']]],
    ['a broken element in an envelope that is cut behind its list', `{"records":[${r},{"a":},${r}]`, [[1, 'NotJson']]],
    ['a cut envelope', `{"records":[${r},${r},{"a":`, [[2, 'NotJson']]],
    ['an envelope cut between records', `{"records":[${r},${r},`, [[2, 'NotJson']]],
    ['a deep element', `[${r},${deep},${r}]`, [[1, 'TooDeep']]],
    ['a deep line', `${r}\n${deep}\n${r}`, [[1, 'TooDeep']]],
    ['an oversized element', `{"records":[${r},${big},${r}]}`, [[1, 'OversizedRecord']]],
    ['a malformed element', malformed(`{"records":[${r},{"a":"?"},${r}]}`), [[1, 'MalformedUtf8']]],
    ['a malformed line', malformed(`${r}\n{"a":"?"}\n${r}`), [[1, 'MalformedUtf8']]],
  ])('%s', (_, body, rejected) => {
    const decoded = read(body, { maxRecordBytes: 2000 });
    expect(decoded.rejected.map(({ index, code }) => [index, code])).toEqual(rejected);
    expect(decoded.records.map(({ raw }) => raw)).toEqual([record, record]);
  });

  it('keeps what follows a bracket that only seemed to end the list', () => {
    const decoded = read(`[${r},<34>su[7]: opened,${r}]`);
    expect(decoded.records.map(({ raw }) => raw)).toEqual([record]);
    expect(decoded.rejected.map(({ raw }) => raw.toString())).toEqual(['<34>su[7', `: opened,${r}]`]);
  });

  it('keeps the exact bytes of the bad record', () => {
    expect(read(`[${r},{"n":12345678901234567890,"x":},${r}]`).rejected[0]!.raw.toString()).toBe(
      '{"n":12345678901234567890,"x":}',
    );
  });

  it('rejects an oversized line of text alone', () => {
    const decoded = read(`a\n${'x'.repeat(300)}\nb`, { maxRecordBytes: 200 });
    expect(decoded.records.map(({ raw }) => raw)).toEqual(['a', 'b']);
    expect(decoded.rejected).toMatchObject([{ index: 1, code: 'OversizedRecord' }]);
  });

  function malformed(text: string): Uint8Array {
    return Buffer.from(text).map((byte) => (byte === 0x3f ? 0xff : byte));
  }
});

describe('safety', () => {
  it('drops keys that reach a prototype, at every level', () => {
    const [raw] = raws('{"__proto__":{"x":1},"a":[{"constructor":1,"\\u0070rototype":2,"b":3}]}');
    expect(raw).toEqual({ a: [{ b: 3 }] });
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it.each([
    ['opening brackets', '['.repeat(500_000)],
    ['matched brackets', '['.repeat(200_000) + ']'.repeat(200_000)],
    ['opening braces in lines', '{\n'.repeat(300_000)],
    ['quotes', `{'${"','".repeat(200_000)}`],
    ['nested keys', '{"a":'.repeat(150_000)],
    ['lines that look like JSON', '{"}\n'.repeat(40_000)],
  ])('ends soon with a megabyte of %s', (_, body) => {
    const { records, rejected } = read(body);
    expect(records.length + rejected.length).toBeGreaterThan(0);
  });

  it('never throws, and accounts for every body that is not empty', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.string().map((text) => Buffer.from(text)),
        ),
        (body) => {
          const { records, rejected, empty } = decode(body);
          expect(records.length + rejected.length + empty).toBeGreaterThan(0);
          const indexes = [...records, ...rejected].map(({ index }) => index);
          expect(new Set(indexes).size).toBe(indexes.length);
        },
      ),
    );
  });

  it('finds every record of an envelope, whatever the records hold', () => {
    const key = fc.string().filter((name) => !['__proto__', 'constructor', 'prototype', 'properties'].includes(name));
    const object = fc.dictionary(
      key.map((name) => `k${name}`),
      fc
        .jsonValue({ maxDepth: 3 })
        .filter((value) => !/"(__proto__|constructor|prototype)"/.test(JSON.stringify(value))),
      { minKeys: 1, noNullPrototype: true },
    );
    fc.assert(
      fc.property(
        fc.array(object, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('records', 'Records'),
        (list, name) => {
          const sent = JSON.parse(JSON.stringify(list)) as unknown[];
          expect(raws(JSON.stringify({ [name]: list }))).toEqual(sent);
          expect(raws(list.map((each) => JSON.stringify(each)).join('\n'))).toEqual(sent);
        },
      ),
    );
  });
});
