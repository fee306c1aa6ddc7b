import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { sources } from '../../content/sources.generated';
import type { Json } from '../../shared/model/json';
import { jsonChange } from './mutateJson';

type Mutation = (body: Buffer) => Buffer;

/** Keeps a run fast; limits of size have tests of their own. */
const maxBytes = 65_536;

const samples = sources.flatMap((source) => source.samples.map(({ body }) => Buffer.from(body)));
const sample = fc.constantFrom(...samples);

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const place = (body: Buffer, where: number): number => Math.floor(where * body.length);

const parse = (body: Buffer): Json | undefined => {
  try {
    return JSON.parse(body.toString()) as Json;
  } catch {
    return undefined;
  }
};
const text = (value: Json | undefined, otherwise: Buffer): Buffer =>
  Buffer.from(value === undefined ? otherwise : (JSON.stringify(value) ?? 'null'));
const joined = (...parts: (Buffer | string)[]): Buffer => Buffer.concat(parts.map((part) => Buffer.from(part)));

const flips = fc.array(fc.tuple(share, fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 6 });
const damage: fc.Arbitrary<Mutation> = fc.oneof(
  flips.map((all) => (body: Buffer) => {
    const copy = Buffer.from(body);
    for (const [where, mask] of all) if (copy.length > 0) copy[place(copy, where)]! ^= mask;
    return copy;
  }),
  share.map((where) => (body: Buffer) => body.subarray(0, place(body, where))),
  share.map((where) => (body: Buffer) => body.subarray(place(body, where))),
  fc.tuple(share, fc.uint8Array({ maxLength: 12 })).map(
    ([where, bytes]) =>
      (body: Buffer) =>
        joined(body.subarray(0, place(body, where)), Buffer.from(bytes), body.subarray(place(body, where))),
  ),
  fc.tuple(share, share).map(([a, b]) => (body: Buffer) => {
    const [from, to] = [place(body, Math.min(a, b)), place(body, Math.max(a, b))];
    return joined(body.subarray(0, to), body.subarray(from));
  }),
  fc.tuple(share, share).map(([a, b]) => (body: Buffer) => {
    const [from, to] = [place(body, Math.min(a, b)), place(body, Math.max(a, b))];
    return joined(body.subarray(0, from), body.subarray(to));
  }),
);

const reshape: fc.Arbitrary<Mutation> = jsonChange.map((change) => (body) => {
  const value = parse(body);
  return value === undefined ? body : text(change(value), body);
});

const envelope: fc.Arbitrary<Mutation> = fc.oneof(
  fc.constantFrom('records', 'Records', 'value', 'findings', 'Findings', 'data', 'detail').map(
    (name): Mutation =>
      (body) =>
        joined(`{"${name}":[`, body, ']}'),
  ),
  fc.constant<Mutation>((body) => joined('{"detail-type":"x","source":"y","detail":', body, '}')),
  fc.constant<Mutation>((body) => joined('[', body, ']')),
  fc.constant<Mutation>((body) => joined('[', body, ',null,{},', body, ']')),
  fc.constant<Mutation>((body) => text({ records: `[${body.toString()}]` }, body)),
  fc.constant<Mutation>((body) => text(body.toString(), body)),
  fc.nat(12).map(
    (depth): Mutation =>
      (body) =>
        joined('{"records":['.repeat(depth), body, ']}'.repeat(depth)),
  ),
  fc.constant<Mutation>((body) => Buffer.from(body.toString().replaceAll('"', "'"))),
  fc.constant<Mutation>((body) =>
    text({ time: 'x', category: 'y', properties: body.toString().replaceAll('"', "'") }, body),
  ),
  fc.tuple(sample, fc.constantFrom('\n', '\r\n', '', ',', ' ', '\n\n', '\0')).map(
    ([other, between]): Mutation =>
      (body) =>
        joined(body, between, other),
  ),
  fc.tuple(fc.integer({ min: 2, max: 5 }), fc.constantFrom('\n', '', ',\n')).map(
    ([times, between]): Mutation =>
      (body) =>
        Buffer.from(Array.from({ length: times }, () => body.toString('latin1')).join(between), 'latin1'),
  ),
  fc.constant<Mutation>((body) => Buffer.from(body.toString().split('\n').toReversed().join('\n'))),
);

const encoding: fc.Arbitrary<Mutation> = fc.oneof(
  fc.constant<Mutation>((body) => gzipSync(body)),
  fc.constant<Mutation>((body) => gzipSync(gzipSync(body))),
  share.map((where): Mutation => (body) => {
    const zipped = gzipSync(body);
    return zipped.subarray(0, place(zipped, where));
  }),
  fc.constant<Mutation>((body) => Buffer.from(gzipSync(body).toString('base64'))),
  fc.constant<Mutation>((body) => Buffer.from(body.toString('base64'))),
  fc.constant<Mutation>((body) => joined(Buffer.from([0xef, 0xbb, 0xbf]), body)),
  fc.constant<Mutation>((body) => Buffer.from(body.toString(), 'utf16le')),
  fc.constant<Mutation>((body) => Buffer.from(`\ufeff${body.toString()}`, 'utf16le')),
  fc.constant<Mutation>((body) => Buffer.from(`\ufeff${body.toString()}`, 'utf16le').swap16()),
  fc.constant<Mutation>((body) => Buffer.from(body.toString(), 'latin1')),
  fc.constant<Mutation>((body) => joined(body, Buffer.from(body.toString(), 'utf16le'))),
);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 4, arbitrary: reshape },
  { weight: 3, arbitrary: damage },
  { weight: 2, arbitrary: envelope },
  { weight: 1, arbitrary: encoding },
);

const base: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 12, arbitrary: sample },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 5 }).map((json) => Buffer.from(json)) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }).map((line) => Buffer.from(line)) },
);

/** Bodies that no sender means to send: samples of every source, bytes and JSON of any kind, changed up to four times. */
export const hostileBody: fc.Arbitrary<Buffer> = fc
  .tuple(base, fc.array(mutation, { maxLength: 4 }))
  .map(([body, mutations]) => mutations.reduce((changed, mutate) => mutate(changed).subarray(0, maxBytes), body));
