import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { itemsIn } from '../../../../shared/core/detect/intel/feedText';
import { stixItems } from '../../../../shared/core/detect/intel/parseStix';

const readObjects = (objects: unknown[]) => {
  const { items, rejected } = stixItems('feed', objects);
  return { indicators: items.flatMap(({ indicators }) => indicators), rejected };
};
const readText = (text: string) => itemsIn(text, { feed: 'feed', format: 'stix', at: '2026-11-21T10:00:00.000Z' });

const indicator = {
  type: 'indicator',
  spec_version: '2.1',
  id: 'indicator--00000000-0000-4000-8000-000000000001',
  created: '2026-11-01T00:00:00.000Z',
  modified: '2026-11-01T00:00:00.000Z',
  name: 'A server of thieves',
  pattern: "[ipv4-addr:value = '203.0.113.7']",
  pattern_type: 'stix',
  valid_from: '2026-11-01T00:00:00Z',
  valid_until: '2026-12-01T00:00:00Z',
  confidence: 85,
  object_marking_refs: ['marking-definition--f88d31f6-486f-44da-b317-01333bde0b82'],
};

test('an indicator comes with its validity, confidence, id and marking', () => {
  expect(readObjects([indicator])).toEqual({
    indicators: [
      {
        type: 'ip',
        value: '203.0.113.7',
        description: 'A server of thieves',
        confidence: 85,
        feed: 'feed',
        reference: indicator.id,
        validFrom: '2026-11-01T00:00:00Z',
        validUntil: '2026-12-01T00:00:00Z',
        marking: 'amber',
      },
    ],
    rejected: [],
  });
});

test('of several versions the latest counts, in whatever order they come', () => {
  const newer = { ...indicator, modified: '2026-11-09T00:00:00.000Z', pattern: "[ipv4-addr:value = '203.0.113.8']" };
  for (const objects of [
    [indicator, newer],
    [newer, indicator],
  ]) {
    expect(readObjects(objects).indicators.map(({ value }) => value)).toEqual(['203.0.113.8']);
  }
});

test('a version that revokes it takes the indicator away', () => {
  const revoked = { ...indicator, modified: '2026-11-09T00:00:00.000Z', revoked: true };
  expect(readObjects([indicator, revoked]).indicators).toEqual([]);
});

test('what cannot be used is named and costs no other', () => {
  const { indicators, rejected } = readObjects([
    { ...indicator, id: 'indicator--2', pattern: "[file:name = 'x']" },
    { ...indicator, id: 'indicator--3', pattern_type: 'yara' },
    { ...indicator, id: 'indicator--4', modified: 'yesterday' },
    { type: 'malware', id: 'malware--1' },
    null,
    indicator,
  ]);
  expect(indicators).toHaveLength(1);
  expect(new Set(rejected.map(({ line }) => line))).toEqual(new Set([1, 2, 3]));
});

test('bundles, envelopes and arrays are read, other files refused', () => {
  for (const whole of [
    [indicator],
    { type: 'bundle', id: 'bundle--1', objects: [indicator] },
    { more: false, objects: [indicator] },
  ]) {
    expect(readText(JSON.stringify(whole)).items).toMatchObject([{ indicators: [{ value: '203.0.113.7' }] }]);
    expect(readText(`\uFEFF${JSON.stringify(whole)}`).items).toHaveLength(1);
  }
  expect(() => readText('{}')).toThrow('no STIX bundle');
  expect(() => readText('x')).toThrow('no JSON');
});

/** Real records beside the checkout, which are no part of the project: without them the test is skipped. */
const recorded = join(__dirname, '../../../../../shared/telemetry/ti/taxii21_envelope_medallion.json');
const given = existsSync(recorded) ? describe : describe.skip;
given('the recorded TAXII envelope', () => {
  test('gives its file hash and the latest of three URLs', () => {
    const { items, rejected } = readText(readFileSync(recorded, 'utf8'));
    const indicators = items.flatMap((item) => item.indicators);
    expect(rejected).toEqual([]);
    expect(new Set(indicators.map(({ type }) => type))).toEqual(new Set(['hash', 'url']));
    expect(indicators).toHaveLength(2);
  });
});
