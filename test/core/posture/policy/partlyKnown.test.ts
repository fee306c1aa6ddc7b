import { Doubt } from '../../../../shared/core/posture/policy/doubt';
import type { Json, JsonObject } from '../../../../shared/model/json';
import { judgeRule, resource, type } from './judging';

const doubt = new Doubt('not-known-before-deployment', 'reference(x)');
const unknown = doubt as unknown as Json;
const alias = (path: string): string => `${type}/${path}`;
const compliance = (condition: Json, judged: JsonObject): string | null => judgeRule(condition, judged).compliance;

const list = resource({
  list: [
    { a: 1, b: unknown },
    { a: 2, b: 3 },
  ],
  texts: ['x', unknown],
  object: { k: unknown },
});

test.each<[name: string, condition: Json, judged: JsonObject, expected: string]>([
  ['a value', { field: alias('a'), equals: 1 }, resource({ a: unknown }), 'Unknown'],
  ['a value that must not be there', { field: alias('a'), exists: false }, resource({ a: unknown }), 'Unknown'],
  ['what lies below it', { field: alias('object.k.deep'), equals: 1 }, list, 'Unknown'],
  ['all properties', { field: alias('a'), equals: 1 }, resource({}, { properties: unknown }), 'Unknown'],
  ['elements of an unknown list', { field: alias('list[*].a'), equals: 1 }, resource({ list: unknown }), 'Unknown'],
  ['one that does not hold settles it', { field: alias('list[*].a'), equals: 1 }, list, 'Compliant'],
  [
    'a known member beside it',
    { count: { field: alias('list[*]'), where: { field: alias('list[*].a'), equals: 2 } }, equals: 1 },
    list,
    'NonCompliant',
  ],
  [
    'an unknown member of an element',
    { count: { field: alias('list[*]'), where: { field: alias('list[*].b'), equals: 3 } }, equals: 2 },
    list,
    'Unknown',
  ],
  [
    'the interval of a count',
    { count: { field: alias('list[*]'), where: { field: alias('list[*].b'), equals: 3 } }, greaterOrEquals: 1 },
    list,
    'NonCompliant',
  ],
  ['a list with an unknown element', { field: alias('texts'), contains: 'y' }, list, 'Unknown'],
  ['that a list is there', { field: alias('texts'), exists: true }, list, 'NonCompliant'],
  ['an object with an unknown member', { field: alias('object'), equals: { k: 1 } }, list, 'Unknown'],
  ['that an object has a key', { field: alias('object'), containsKey: 'k' }, list, 'NonCompliant'],
  ['a function of it', { value: `[length(field('${alias('texts[*]')}'))]`, equals: 2 }, list, 'Unknown'],
  ['the location', { field: 'location', equals: 'eastus2' }, resource({}, { location: unknown }), 'Unknown'],
  [
    'the kind',
    {
      allOf: [
        { field: 'kind', equals: 'x' },
        { field: alias('a'), exists: false },
      ],
    },
    resource({}, { kind: unknown }),
    'Unknown',
  ],
  ['a tag', { field: "tags['a']", equals: 'x' }, resource({}, { tags: unknown }), 'Unknown'],
  ['the type of an identity', { field: 'identity.type', equals: 'x' }, resource({}, { identity: unknown }), 'Unknown'],
  ['the name', { field: 'name', like: 'a*' }, resource({}, { name: unknown }), 'Unknown'],
])('unknown values: %s', (_, condition, judged, expected) => {
  expect(compliance({ allOf: [{ field: 'type', equals: type }, condition] }, judged)).toBe(expected);
});

test('the verdict names what it waits for', () => {
  const verdict = judgeRule({ field: alias('a'), equals: 1 }, resource({ a: unknown }));
  expect(verdict).toMatchObject({ reason: 'not-known-before-deployment', detail: 'reference(x)' });
});

test('a related resource whose name is not known may be the one that is looked for', () => {
  const related = resource(
    {},
    { id: `${resource()['id'] as string}/config/{x}`, type: `${type}/config`, name: unknown },
  );
  const given = { effect: 'auditIfNotExists', related: [related] };
  const rule = { field: 'type', equals: type };
  const details = { type: `${type}/config`, name: 'web' };
  expect(judgeRule(rule, resource(), { ...given, details }).compliance).toBe('Unknown');
  expect(judgeRule(rule, resource(), { ...given, details: { type: `${type}/config` } }).compliance).toBe('Compliant');
});
