import type { Json, JsonObject } from '../../../../../shared/model/json';
import { aliasTable } from '../../../../../shared/core/posture/policy/fields/aliasTable';
import { group, resource, subscription, truthOf, type } from '../judging';

const a = `${type}/a`;
const list = `${type}/list[*]`;
const texts = `${type}/texts[*]`;
const everything = { ...aliasTable([]), isKnown: () => true };

/** Corners of the language: what a rule says of a resource. */
type Row = [what: string, condition: Json, judged: JsonObject, truth: boolean | string];

describe('fields at their edges', () => {
  const child = resource(
    {},
    { id: `${group}/providers/${type}/providers/config/web`, type: `${type}/config`, name: 'x' },
  );
  test.each<Row>([
    ['a resource may be called providers', { field: 'fullName', equals: 'providers/web' }, child, true],
    [
      'so may a group',
      { field: 'name', equals: 'x' },
      { id: `${subscription}/resourceGroups/providers/providers/${type}/x`, type },
      true,
    ],
    [
      'an alias of a child type',
      { field: `${type}/config/a`, equals: 'x' },
      { ...child, properties: { a: 'x' } },
      true,
    ],
    [
      'an alias of a child type on its parent',
      { field: `${type}/a/b`, equals: 'x' },
      resource({ a: { b: 'x' } }),
      true,
    ],
    [
      'null in properties leaves it to the envelope',
      { field: `${type}/sku.name`, equals: 'x' },
      resource({ sku: null }, { sku: { name: 'x' } }),
      true,
    ],
    ['zones', { count: { field: `${type}/zones[*]` }, equals: 2 }, resource({}, { zones: ['1', '2'] }), true],
    [
      'identity',
      { field: `${type}/identity.type`, equals: 'None' },
      resource({}, { identity: { type: 'None' } }),
      true,
    ],
    ['etag', { field: `${type}/etag`, equals: 'x' }, resource({}, { etag: 'x' }), true],
    [
      'tags through an alias',
      { field: `${type}/tags.owner`, equals: 'me' },
      resource({}, { tags: { Owner: 'ME' } }),
      true,
    ],
    ['a tag name with a bracket', { field: "tags['a]b']", equals: 'x' }, resource({}, { tags: { 'a]b': 'x' } }), true],
    [
      'tags by a function',
      { value: "[field('tags').owner]", equals: 'me' },
      resource({}, { tags: { Owner: 'me' } }),
      true,
    ],
    [
      'a field by a condition',
      { field: `[if(equals(field('name'),'SITE-1'),'${a}','${type}/b')]`, equals: 'x' },
      resource({ a: 'x' }),
      true,
    ],
    ['location by an expression', { field: "[concat('loc','ation')]", equals: 'East US 2' }, resource(), true],
    ['properties that are a text', { field: a, exists: false }, resource({}, { properties: 'x' }), 'alias-shape'],
    [
      'an array where an object is needed',
      { field: `${type}/list.a`, exists: false },
      resource({ list: [{ a: 1 }] }),
      'alias-shape',
    ],
    [
      'an object where an array is needed',
      { field: texts, exists: false },
      resource({ texts: { a: 1 } }),
      'alias-shape',
    ],
    [
      'kind of a sub-resource',
      { field: `${list}.Kind-1.x`, equals: 'y' },
      resource({ list: [{ kind: 'kind/1', properties: { x: 'y' } }] }),
      true,
    ],
  ])('%s', (_, condition, judged, truth) =>
    expect(truthOf(condition, judged, { options: { aliases: everything } })).toBe(truth),
  );
});
