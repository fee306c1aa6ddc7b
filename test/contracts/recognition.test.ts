import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { sources } from '../../content/sources.generated';
import { decode } from '../../shared/core/ingest/decode';
import { sortSources } from '../../shared/core/ingest/normalise';
import { createRecogniser } from '../../shared/core/ingest/recogniser';
import type { RawRecord, Source } from '../../shared/core/ingest/source';
import type { Json, JsonObject } from '../../shared/model/json';

const sorted = sortSources(sources);
const recognise = createRecogniser(sorted);
const askAll = (raw: RawRecord): Source | undefined => sorted.find((source) => source.recognises(raw));

/** Every source that says yes must be among those asked, not only the first: an order may change. */
const mayRecognise = ({ keys, text }: Source, raw: RawRecord): boolean => {
  if (typeof raw === 'string') return text ?? keys === undefined;
  return keys === undefined || Object.keys(raw).some((key) => keys.includes(key.toLowerCase()));
};
const overlooked = (raw: RawRecord): string[] =>
  sorted.filter((source) => source.recognises(raw) && !mayRecognise(source, raw)).map(({ id }) => id);
const verdict = (raw: RawRecord) => ({ overlooked: overlooked(raw), source: recognise(raw)?.id });
const wanted = (raw: RawRecord) => ({ overlooked: [], source: askAll(raw)?.id });

const rawsOf = (body: Buffer): RawRecord[] => decode(body).records.map(({ raw }) => raw);
const samples = sources.flatMap(({ samples }) => samples.flatMap(({ body }) => rawsOf(Buffer.from(body))));
const sampled = samples.filter((raw): raw is JsonObject => typeof raw === 'object');

const time = '2026-11-21T08:00:00Z';
/** Shapes that no sample shows, each recognised by another key. */
const rare: JsonObject[] = [
  { Type: 'AKSAudit', TimeGenerated: time },
  { Type: 'AGWAccessLogs', TimeGenerated: time },
  { Type: 'AzureActivity' },
  { Type: 'InsightsMetrics', TimeGenerated: time, Name: 'UtilizationPercentage' },
  { configurationItemSummary: { resourceType: 'AWS::S3::Bucket', resourceId: 'data' } },
  { configurationItemStatus: 'OK', resourceType: 'AWS::S3::Bucket', resourceId: 'data' },
  { bucket: 'data', operation: 'REST.GET.OBJECT', requestid: 'r1' },
  { IP: '192.0.2.4', DETECTION_LIST: { DETECTION: [{ QID: 800001 }] } },
  { pluginID: 19506, ip: '192.0.2.4' },
  { 'src-addr': '203.0.113.8', 'dst-addr': '192.0.2.4', 'dst-port': 22 },
  ...['app-name', 'appname', 'ident', 'syslogtag'].map((name) => ({
    [name]: 'sshd',
    level: 'info',
    message: 'opened',
  })),
];
const objects = [...sampled, ...rare];
const damaged = objects.flatMap((raw) => Object.keys(raw).map((key) => without(raw, key)));

it.each(sources.map((source) => [source.id, source] as const))('%s names its keys in lower case', (_id, { keys }) => {
  const lower = (keys ?? []).map((key) => key.toLowerCase());
  expect(keys ?? []).toEqual(lower);
  expect(new Set(lower).size).toBe(lower.length);
});

it.each(sources.flatMap(({ id, keys }) => (keys ?? []).map((key) => [id, key] as const)))(
  '%s is recognised by `%s` without its other keys: the tests below would see it missing',
  (id, key) => {
    const source = sources.find((each) => each.id === id)!;
    const others = new Set(source.keys!.filter((each) => each !== key));
    const has = (raw: JsonObject) => Object.keys(raw).some((name) => others.has(name.toLowerCase()));
    expect([...objects, ...damaged].some((raw) => source.recognises(raw) && !has(raw))).toBe(true);
  },
);

it('asks every source but the generic one only for its own keys', () => {
  expect(sources.filter(({ keys }) => keys === undefined).map(({ id }) => id)).toEqual(['generic']);
});

it('finds the source of every sample that asking all finds', () => {
  const all = [...samples, ...rare];
  expect(all.map(verdict)).toEqual(all.map(wanted));
});

it('finds it for every sample with its keys in capitals and in lower case', () => {
  const respelled = objects.flatMap((raw) => [upper, lower].map((spell) => renamed(raw, spell)));
  expect(respelled.map(verdict)).toEqual(respelled.map(wanted));
});

it('finds it for every sample without one of its members', () => {
  expect(damaged.map(verdict)).toEqual(damaged.map(wanted));
});

it('finds it for every single member of a sample, and for every pair of members', () => {
  const parts = objects.flatMap((raw) => {
    const members = Object.entries(raw);
    const pairs = members.flatMap((one, at) => members.slice(at + 1, at + 12).map((other) => [one, other]));
    return [...members.map((one) => [one]), ...pairs].map((each) => Object.fromEntries(each));
  });
  expect(parts.map(verdict)).toEqual(parts.map(wanted));
});

it('finds it for records of members of all samples, respelled and mixed', () => {
  const members = objects.flatMap((raw) => Object.entries(raw));
  const names = [...new Set([...members.map(([name]) => name), ...sources.flatMap(({ keys }) => keys ?? [])])];
  const value = fc.oneof(fc.constantFrom(...members.map(([, own]) => own)), fc.jsonValue({ maxDepth: 1 }));
  const name = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...names) }, fc.string());
  const added = fc.array(fc.oneof(fc.constantFrom(...members), fc.tuple(name, value)), { maxLength: 8 });
  const spelling = fc.constantFrom(upper, lower, swapped, (text: string) => text);
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.constantFrom(...objects), added, share, spelling, fc.boolean(), (raw, more, kept, spell, first) => {
      const all = Object.entries(raw);
      const own = all.slice(0, Math.ceil(all.length * kept));
      const mixed = Object.fromEntries((first ? [...more, ...own] : [...own, ...more]) as [string, Json][]);
      const record = JSON.parse(JSON.stringify(renamed(mixed, spell))) as JsonObject;
      expect(verdict(record)).toEqual(wanted(record));
    }),
    { numRuns: 3000 },
  );
});

it('finds it for cut and joined texts', () => {
  const texts = samples.filter((raw) => typeof raw === 'string');
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.nat(60),
      fc.oneof(fc.string(), fc.constantFrom(...texts)),
      (text, at, more) => {
        for (const raw of [text.slice(at), more + text, text + more]) expect(verdict(raw)).toEqual(wanted(raw));
      },
    ),
    { numRuns: 1000 },
  );
});

/** Recorded telemetry beside the checkout, which is no part of the project: without it these tests are skipped. */
const folder = join(__dirname, '../../../shared/telemetry');
const here = existsSync(folder);
if (!here) console.warn(`Recorded telemetry is not at ${folder}: its tests are skipped`);

(here ? describe : describe.skip)('recorded telemetry', () => {
  const files = here
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    : [];

  it('is read by the sources that asking all finds', () => {
    const different = files.flatMap((file) =>
      rawsOf(readFileSync(file))
        .map((raw) => ({ file, found: recognise(raw)?.id, all: askAll(raw)?.id, overlooked: overlooked(raw) }))
        .filter(({ found, all, overlooked: missed }) => found !== all || missed.length > 0),
    );
    expect(different).toEqual([]);
  });

  it('is read by them in every wire shape', () => {
    const shapes = readFileSync(join(folder, 'eventhub_envelopes/wire_shapes.ndjson'), 'utf8').trim().split('\n');
    const raws = shapes.flatMap((line) =>
      rawsOf(Buffer.from((JSON.parse(line) as { bodyBase64: string }).bodyBase64, 'base64')),
    );
    expect(raws.map(verdict)).toEqual(raws.map(wanted));
  });
});

const upper = (text: string): string => text.toUpperCase();
const lower = (text: string): string => text.toLowerCase();
const swapped = (text: string): string =>
  Array.from(text)
    .map((letter, at) => (at % 2 === 0 ? upper(letter) : lower(letter)))
    .join('');

const renamed = (raw: JsonObject, spell: (name: string) => string): JsonObject =>
  Object.fromEntries(Object.entries(raw).map(([name, value]) => [spell(name), value]));

function without(raw: JsonObject, key: string): JsonObject {
  const { [key]: _gone, ...rest } = raw;
  return rest;
}
