import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { source as generic } from '../../../../content/sources/generic';
import { recordMappings } from '../../../../shared/core/ingest/mapping/recordMapping';
import type { JsonObject } from '../../../../shared/model/json';
import { type NamedMapping, sourceMappingSchema } from '../../../../shared/model/sourceMapping';

const enqueuedAt = '2026-11-21T12:00:00.000Z';

const mapping = (settings: object, name = 'doorman'): NamedMapping => ({
  ...sourceMappingSchema.parse({ match: [{ path: 'app', equals: 'doorman' }], ...settings }),
  name,
});

const read = (record: JsonObject, ...mappings: NamedMapping[]) =>
  generic.normalise([record], {
    enqueuedAt,
    resourceId: '',
    position: '0/1/0',
    mappings: recordMappings(mappings),
  })[0]!;

const doc = readFileSync(join(__dirname, '../../../../docs/source-mappings.md'), 'utf8');
const [record, settings, event] = [...doc.matchAll(/```json\n([\s\S]*?)```/g)].map(
  ([, text]) => JSON.parse(text!) as JsonObject,
);

test('the example of the documentation gives the event that stands there', () => {
  const found = read(record!, mapping(settings!));
  expect(found).toMatchObject(event!);
  expect(found.entities).toEqual(event!['entities']);
  expect(found.fields).toEqual({
    ...record,
    CommandLine: 'open --force',
    User: 'ann@example.com',
    _mapping: 'doorman',
  });
});

test('a record that no mapping means is read as without any', () => {
  const other = { app: 'other', timestamp: '2026-11-21T08:00:00Z', hostname: 'app-1' };
  expect(read(other, mapping({ host: 'app' }))).toEqual(read(other));
});

test('what a mapping does not find stays as it was told', () => {
  const found = read(
    { app: 'doorman', timestamp: '2026-11-21T08:00:00Z', hostname: 'app-1', clientIp: '203.0.113.9' },
    mapping({ host: 'no.such', time: 'neither.this', resourceId: 'nor.this' }),
  );
  expect(found).toMatchObject({
    time: '2026-11-21T08:00:00.000Z',
    resourceId: '',
    entities: [
      { type: 'host', hostName: 'app-1' },
      { type: 'ip', address: '203.0.113.9' },
    ],
  });
});

test.each([
  [{ path: 'a.b', equals: 'X' }, { a: { b: 'x' } }, true],
  [{ path: 'A.B', equals: 'x' }, { a: { b: 'y' } }, false],
  [{ path: 'n', equals: [4624, 4625] }, { n: '4625' }, true],
  [{ path: 'n', equals: true }, { n: 'TRUE' }, true],
  [{ path: 'a.b', startsWith: 'sys' }, { a: [{ b: 'user' }, { b: 'System' }] }, true],
  [{ path: 'a', exists: true }, { a: { b: 1 } }, true],
  [{ path: 'a', exists: true }, { a: null }, false],
  [{ path: 'a', exists: true }, { a: '' }, false],
  [{ path: 'a', exists: false }, {}, true],
  [{ path: 'client.ip', equals: '192.0.2.1' }, { 'client.ip': '192.0.2.1' }, true],
  [{ path: 'x.client.ip', equals: '192.0.2.1' }, { x: { 'client.ip': '192.0.2.1' } }, true],
])('the condition %j on %j: %s', (condition, given, matches) => {
  const found = read(given as JsonObject, mapping({ match: [condition] }));
  expect(found.fields['_mapping'] === 'doorman').toBe(matches);
});

test('of several mappings the first by order, then by name, reads the record; one that is off never does', () => {
  const all = [
    mapping({ order: 1, enabled: false }, 'off'),
    mapping({ order: 5 }, 'late'),
    mapping({ order: 2 }, 'b'),
    mapping({ order: 2 }, 'a'),
  ];
  expect(read({ app: 'doorman' }, ...all).fields['_mapping']).toBe('a');
});

test('a time of the mapping makes equal records of other messages repeats', () => {
  const at = (position: string) =>
    generic.normalise([{ app: 'doorman', when: 1795248000 }], {
      enqueuedAt,
      resourceId: '',
      position,
      mappings: recordMappings([mapping({ time: 'when' })]),
    })[0]!.id;
  expect(at('0/1/0')).toBe(at('3/9/4'));
});

test('with an id of the sender a resend is known although other members differ', () => {
  const named = mapping({ id: 'evt' });
  const first = read({ app: 'doorman', evt: 7, sentAt: 1 }, named);
  expect(read({ app: 'doorman', evt: 7, sentAt: 2 }, named).id).toBe(first.id);
  expect(read({ app: 'doorman', evt: 8, sentAt: 1 }, named).id).not.toBe(first.id);
});

test("a name that rules ask for never takes the place of the sender's own", () => {
  const found = read({ app: 'doorman', User: 'own', login: 'other' }, mapping({ fields: { User: 'login' } }));
  expect(found.fields['User']).toBe('own');
});

test('signatures are taken out of what a mapping copies too', () => {
  const url = 'https://x.blob.core.windows.net/c?sig=secretvalue';
  const found = read({ app: 'doorman', link: url }, mapping({ url: 'link', fields: { Url: 'link' } }));
  expect(JSON.stringify(found)).not.toContain('secretvalue');
});

test('no record makes a mapping throw, or yield more than a bounded number of entities', () => {
  const all = mapping({
    match: [{ path: 'a', exists: true }],
    time: ['a', 'a.b'],
    id: 'a',
    resourceId: 'a.b',
    host: 'a',
    account: ['a', 'a.b'],
    address: 'a.b.c',
    url: 'a',
    domain: 'a',
    fields: { X: 'a', Y: ['a.b', 'a'] },
  });
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.array(tie('node'), { maxLength: 60 }),
      fc.dictionary(fc.constantFrom('a', 'A', 'b', 'c', 'a.b', '__proto__'), tie('node')),
    ),
  })).node;
  fc.assert(
    fc.property(value, (a) => {
      const found = read({ a } as JsonObject, all);
      expect(found.entities.length).toBeLessThanOrEqual(100);
      expect(Number.isNaN(Date.parse(found.time))).toBe(false);
    }),
    { numRuns: 300 },
  );
});
