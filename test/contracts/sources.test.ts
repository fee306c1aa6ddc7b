import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { sources } from '../../content/sources.generated';
import { decode } from '../../shared/core/ingest/decode';
import { normalise, sortSources } from '../../shared/core/ingest/normalise';
import type { RawRecord, RecordContext, Source } from '../../shared/core/ingest/source';
import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { Rejected } from '../../shared/model/rejected';

const context: RecordContext = { enqueuedAt: '2026-11-21T12:00:00.000Z', resourceId: '', position: '0/7' };
const sorted = sortSources(sources);
const read = (body: string) => {
  const decoded = decode(Buffer.from(body));
  const { events, rejected } = normalise(decoded.records, context, sorted);
  return { events, rejected: [...decoded.rejected, ...rejected] };
};

describe.each(sources.map((source) => [source.id, source] as const))('source %s', (_, source) => {
  it('shows at least three samples', () => {
    expect(source.samples.length).toBeGreaterThanOrEqual(3);
  });

  it.each(source.samples.map((sample) => [sample.name, sample] as const))('reads its sample: %s', (_name, sample) => {
    const { events, rejected } = read(sample.body);
    const wanted = sample.expect;
    const codes = rejected.map(({ code, reason }) => (code === 'SourceRejected' ? reason.split(':', 1)[0] : code));
    expect(codes).toEqual('rejected' in wanted ? [wanted.rejected] : []);
    expect(events).toHaveLength('rejected' in wanted ? 0 : wanted.length);
    expect(events.map(({ event }) => event)).toMatchObject('rejected' in wanted ? [] : wanted);
  });

  const good = source.samples.filter(({ expect: wanted }) => Array.isArray(wanted));

  it.each(good.map((sample) => [sample.name, sample] as const))('gives stable, plain events: %s', (_name, sample) => {
    const events = read(sample.body).events.map(({ event }) => event);
    const again = read(sample.body).events.map(({ event }) => event);
    expect(again).toEqual(events);
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    for (const event of events) {
      expect(event.time).toBe(new Date(event.time).toISOString());
      expect(event.id).toMatch(/^[A-Za-z]+-[0-9a-f]{32}$/);
    }
  });

  it('survives its samples with any member missing or of the wrong type', () => {
    const damaged = rawSamples(source).flatMap(damages);
    expect(damaged.map((raw) => failureOf(source, raw)).filter(Boolean)).toEqual([]);
  });

  it('takes the enqueued time when a record names none', () => {
    const timeless = good
      .flatMap(({ body }) => decode(Buffer.from(body)).records)
      .map(({ raw }) => (typeof raw === 'object' ? withoutTimes(raw) : raw))
      .filter((raw) => typeof raw === 'object' && source.recognises(raw));
    const events = timeless
      .map((raw) => outcomeOf(source, raw))
      .flatMap((outcome) => (Array.isArray(outcome) ? outcome : []));
    expect(events.map(({ time }) => Date.parse(time))).not.toContain(NaN);
  });

  it('survives whatever JSON or text it may recognise', () => {
    const key = fc.oneof(fc.constantFrom(...keysOf(source)), fc.string());
    const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(...keysOf(source)));
    const object = fc.dictionary(key, value, { noNullPrototype: true });
    fc.assert(
      fc.property(fc.oneof(object, fc.string()), (raw) =>
        expect(failureOf(source, JSON.parse(JSON.stringify(raw)) as RawRecord)).toBeUndefined(),
      ),
      { numRuns: 300 },
    );
  });
});

it('leaves nothing unrecognised: the generic source comes last', () => {
  expect(sorted.at(-1)!.id).toBe('generic');
  expect(sorted.at(-1)!.recognises({})).toBe(true);
});

it('names each source after its file', () => {
  const files = readdirSync(join(__dirname, '../../content/sources')).map((file) => basename(file, '.ts'));
  expect(sources.map(({ id }) => id).sort()).toEqual(files.sort());
});

function rawSamples(source: Source): JsonObject[] {
  return source.samples
    .flatMap(({ body }) => decode(Buffer.from(body)).records)
    .map(({ raw }) => raw)
    .filter((raw): raw is JsonObject => typeof raw === 'object');
}

const keysOf = (source: Source): string[] => ['id', ...rawSamples(source).flatMap((raw) => Object.keys(raw))];

const wrong = [null, 7, '', 'text', true, [], {}, [{}], { '#text': {} }, ['a', null]] as const;

function damages(raw: JsonObject): JsonObject[] {
  return Object.keys(raw).flatMap((key) => {
    const { [key]: own, ...rest } = raw;
    const inner =
      typeof own === 'object' && own !== null && !Array.isArray(own)
        ? damages(own).map((damaged) => ({ ...raw, [key]: damaged }))
        : [];
    return [rest, ...wrong.map((value) => ({ ...raw, [key]: structuredClone(value) as never })), ...inner];
  });
}

function withoutTimes(raw: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(raw).filter(([key]) => !/time|observedAt/i.test(key)));
}

function outcomeOf(source: Source, raw: RawRecord): TelemetryEvent[] | Error {
  try {
    return source.normalise([raw], context);
  } catch (error) {
    return error as Error;
  }
}

/** Events or a Rejected with a reason are right; a TypeError would mean that the source trusts its input. */
function failureOf(source: Source, raw: RawRecord): Error | string | undefined {
  if (!source.recognises(raw)) return undefined;
  const outcome = outcomeOf(source, raw);
  if (Array.isArray(outcome)) return outcome.length > 0 ? undefined : 'no event';
  return outcome instanceof Rejected ? undefined : outcome;
}
