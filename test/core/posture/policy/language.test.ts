import type { Json, JsonObject } from '../../../../shared/model/json';
import { aliasTable } from '../../../../shared/core/posture/policy/fields/aliasTable';
import { group, judgeRule, resource, subscription, truthOf, type, valueOf, type Case } from './judging';

const a = `${type}/a`;
const list = `${type}/list[*]`;
const texts = `${type}/texts[*]`;
const isSite = { field: 'type', equals: type };

/** Cases of the language that no other table has: what a rule says of a resource. */
type Row = [what: string, condition: Json, judged: JsonObject, truth: boolean | string];

describe('operators at their edges', () => {
  test.each<Row>([
    ['null equals an empty text', { field: a, equals: null }, resource({ a: '' }), true],
    ['an empty list is not null', { field: a, equals: null }, resource({ a: [] }), false],
    ['zero is not missing', { field: a, equals: '' }, resource({ a: 0 }), false],
    ['one character may be written as two', { field: a, like: 'stra?e' }, resource({ a: 'Straße' }), true],
    ['one character beyond the first plane', { field: a, like: 'x?y' }, resource({ a: 'x🙂y' }), true],
    ['like and a list on the right', { field: a, notLike: ['x'] }, resource({ a: 'x' }), true],
    ['numbers without bound are in order', { field: a, greaterOrEquals: 1e999 }, resource({ a: 1e999 }), true],
    ['a text with spaces around is a number', { field: a, equals: 5 }, resource({ a: ' 5 ' }), true],
    ['numbers of other writing', { field: a, in: [1000] }, resource({ a: '1e3' }), true],
    ['in with null', { field: a, in: [null] }, resource({ a: '' }), true],
    ['in with a list of lists', { field: a, in: [['X'], 'y'] }, resource({ a: ['x'] }), true],
    ['in with booleans', { field: a, in: ['TRUE'] }, resource({ a: true }), true],
    ['notIn over a list', { field: a, notIn: ['x'] }, resource({ a: ['x'] }), true],
    ['contains a number in a list of texts', { field: a, contains: 5 }, resource({ a: ['5'] }), true],
    ['contains a list in a list', { field: a, contains: ['x'] }, resource({ a: [['X']] }), true],
    ['contains of a boolean', { field: a, contains: 'ru' }, resource({ a: true }), true],
    ['containsKey of no text', { field: a, containsKey: null }, resource({ a: { '': 1 } }), false],
    ['exists by an expression', { field: a, exists: "[if(true(),'false','true')]" }, resource(), true],
    [
      'order of dates with zones is of text',
      { field: a, less: '2026-01-02' },
      resource({ a: '2026-01-01T23:00Z' }),
      true,
    ],
    ['match of a boolean', { field: a, match: '????' }, resource({ a: true }), true],
    ['match with a dot', { field: a, match: 'a.c' }, resource({ a: 'a🙂c' }), true],
    ['matchInsensitively folds', { field: a, matchInsensitively: 'AB#' }, resource({ a: 'ab1' }), true],
    ['notEquals of lists', { field: a, notEquals: ['x', 'y'] }, resource({ a: ['Y', 'X'] }), true],
    ['a right side by an expression', { field: a, in: ["[concat('x','y')]", '[[z]'] }, resource({ a: '[z]' }), true],
    ['an object by expressions', { field: a, equals: { K: "[toUpper('v')]" } }, resource({ a: { k: 'V' } }), true],
    ['less over a value that is missing', { value: "[field('tags.x')]", less: 5 }, resource(), 'type-mismatch'],
    ['order with null on the right', { field: a, less: null }, resource({ a: 1 }), 'type-mismatch'],
    [
      'a hard reason on the right goes before',
      { field: a, less: '[requestContext().apiVersion]' },
      resource({ a: [] }),
      'api-version-missing',
    ],
    [
      'also with not',
      { not: { value: '[null().x]', equals: '[requestContext().apiVersion]' } },
      resource(),
      'api-version-missing',
    ],
    [
      'also among arguments',
      { not: { value: '[concat(null().x, requestContext().apiVersion)]', equals: 'x' } },
      resource(),
      'api-version-missing',
    ],
    [
      'also among elements',
      { not: { value: ['[null().x]', '[requestContext().apiVersion]'], equals: 'x' } },
      resource(),
      'api-version-missing',
    ],
    [
      'a value that fails is no missing value',
      { value: '[first(createArray()).x]', exists: false },
      resource(),
      'expression-error',
    ],
    ['places under not', { not: { field: 'location', notIn: ['East US 2'] } }, resource(), true],
    ['places by a pattern', { field: 'location', like: 'East US*' }, resource(), true],
    ['a type by a pattern', { field: 'type', like: 'example.WEB/*' }, resource(), true],
    ['an empty kind is there', { field: 'kind', exists: true }, resource({}, { kind: '' }), true],
  ])('%s', (_, condition, judged, truth) => expect(truthOf(condition, judged)).toBe(truth));
});

describe('arrays and counts at their edges', () => {
  const nested = resource({
    list: [{ a: 1, inner: [{ v: 1 }, { v: 2 }] }, { a: 2, inner: [] }, { a: 3 }],
    texts: ['x'],
  });
  const inner = `${list}.inner[*]`;
  test.each<Row>([
    ['not over an empty array', { not: { field: texts, equals: 'x' } }, resource({ texts: [] }), false],
    ['an element without the inner array is missing', { field: `${inner}.v`, exists: true }, nested, false],
    ['leaves of inner arrays', { count: { field: inner }, equals: 2 }, nested, true],
    ['properties of elements', { count: { field: `${list}.a` }, equals: 3 }, nested, true],
    [
      'an inner count with an empty or absent array',
      { count: { field: list, where: { count: { field: inner }, equals: 0 } }, equals: 2 },
      nested,
      true,
    ],
    [
      'the same array within itself is the element alone',
      { count: { field: list, where: { count: { field: list }, equals: 1 } }, equals: 3 },
      nested,
      true,
    ],
    [
      'the whole array within its count',
      { count: { field: list, where: { value: `[length(field('${type}/list'))]`, equals: 3 } }, equals: 3 },
      nested,
      true,
    ],
    [
      'current of an outer count',
      {
        count: {
          field: list,
          where: { count: { field: inner, where: { value: `[current('${list}').a]`, equals: 1 } }, equals: 2 },
        },
        equals: 1,
      },
      nested,
      true,
    ],
    [
      'current of elements below',
      { count: { field: list, where: { value: `[length(current('${inner}'))]`, equals: 2 } }, equals: 1 },
      nested,
      true,
    ],
    [
      'a count by a parameter without a value',
      { count: { field: "[parameters('p')]" }, equals: 1 },
      nested,
      'parameter-missing',
    ],
    [
      'elements of which one is no list',
      { count: { field: inner }, greaterOrEquals: 1 },
      resource({ list: [{ inner: 'x' }, { inner: [1] }] }),
      true,
    ],
    [
      'their number is not known',
      { count: { field: inner }, less: 2 },
      resource({ list: [{ inner: 'x' }, { inner: [1] }] }),
      'alias-shape',
    ],
    ['a number as text', { count: { field: texts }, equals: '1' }, nested, true],
    ['a number in a list', { count: { field: texts }, in: [1, 2] }, nested, true],
    ['a count that is never below none', { count: { field: texts }, less: 0 }, nested, false],
    [
      'names of counts without case',
      { count: { value: ['X'], name: 'One', where: { value: "[current('ONE')]", equals: 'x' } }, equals: 1 },
      nested,
      true,
    ],
    [
      'elements that are null',
      { count: { value: [null, 'x'], where: { value: '[current()]', equals: null } }, equals: 1 },
      nested,
      true,
    ],
    [
      'an element of an object',
      { count: { value: [{ K: 'v' }], where: { value: '[current().k]', equals: 'V' } }, equals: 1 },
      nested,
      true,
    ],
  ])('%s', (_, condition, judged, truth) => expect(truthOf(condition, judged)).toBe(truth));

  test('more than five counts of one array are too many', () => {
    const counts = (number: number): Json => ({
      anyOf: Array.from({ length: number }, () => ({ count: { field: texts.toUpperCase() }, equals: 1 })),
    });
    expect(truthOf(counts(5), nested)).toBe(true);
    expect(truthOf(counts(6), nested)).toBe('limit-exceeded');
  });
});

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

const everything = { ...aliasTable([]), isKnown: () => true };

describe('functions: answers that Azure documents', () => {
  test.each<[string, unknown]>([
    ["uri('http://contoso.org/firstpath', 'myscript.sh')", 'http://contoso.org/myscript.sh'],
    ["uri('http://contoso.org/firstpath/', 'myscript.sh')", 'http://contoso.org/firstpath/myscript.sh'],
    [
      "uri('http://contoso.org/firstpath/azuredeploy.json/', 'myscript.sh')",
      'http://contoso.org/firstpath/azuredeploy.json/myscript.sh',
    ],
    [
      "uriComponent('http://contoso.com/resources/nested/azuredeploy.json')",
      'http%3A%2F%2Fcontoso.com%2Fresources%2Fnested%2Fazuredeploy.json',
    ],
    ["dataUri('Hello')", 'data:text/plain;charset=utf8;base64,SGVsbG8='],
    ["dataUriToString('data:;base64,SGVsbG8sIFdvcmxkIQ==')", 'Hello, World!'],
    ["base64('one, two, three')", 'b25lLCB0d28sIHRocmVl'],
    ['base64ToJson(base64(\'{"one": "a"}\')).one', 'a'],
    ["padLeft('123',10,'0')", '0000000123'],
    ["substring('one two three',4,3)", 'two'],
    ["lastIndexOf('abcdef','e')", 4],
    ["indexOf('abcdef','z')", -1],
    ["replace('123-123-1234','-','')", '1231231234'],
    ["split('one,two,three',',')", ['one', 'two', 'three']],
    ["split('one;two,three',createArray(',',';'))", ['one', 'two', 'three']],
    ["take('one two three',2)", 'on'],
    ["skip('one two three',4)", 'two three'],
    ["format('{0}, {1}. Formatted number: {2}','Hello','User',8175133)", 'Hello, User. Formatted number: 8175133'],
    [
      "intersection(createObject('one','a','two','b','three','c'),createObject('one','a','two','z','three','c'))",
      { one: 'a', three: 'c' },
    ],
    [
      "union(createObject('one','a','two','b','three','c1'),createObject('three','c2','four','d'))",
      { one: 'a', two: 'b', three: 'c2', four: 'd' },
    ],
    ["union(createArray('one','two','three'),createArray('three','four'))", ['one', 'two', 'three', 'four']],
    ['range(5,3)', [5, 6, 7]],
    ['max(createArray(0,3,2,5,4))', 5],
    ['min(0,3,2,5,4)', 0],
    ['div(8,3)', 2],
    ['mod(7,3)', 1],
    ["indexFromEnd(createArray('one','two','three'),2)", 'two'],
    ["tryIndexFromEnd(createArray('one'),2)", null],
    ["tryGet(createObject('one','a'),'two')", null],
    ['empty(createObject())', true],
    ["last('One Two Three')", 'e'],
    ["string(createObject('a',1))", '{"a":1}'],
    ['json(\'[{"a":"b"}]\')[0].a', 'b'],
    ["bool('1')", true],
    ['coalesce(null(),null(),1)', 1],
    ["items(createObject('one',1))", [{ key: 'one', value: 1 }]],
    ["addDays('2015-03-31T00:00:00.1234567Z',-31)", '2015-02-28T00:00:00.1234567Z'],
    ["addDays('0001-01-01T00:00:00Z',1)", '0001-01-02T00:00:00Z'],
    ["addDays('0001-01-01T00:00:00Z',-1)", 'expression-error'],
    ["addDays('9999-12-31T00:00:00Z',1)", 'expression-error'],
    ["addDays('2026-01-01T00:61:00Z',1)", 'expression-error'],
    ["addDays('2026-01-01T24:00:00Z',1)", 'expression-error'],
    ["addDays('2026-13-01',1)", 'expression-error'],
    ["ipRangeContains('10.0.0.0/8','10.1.0.0/16')", true],
    ["ipRangeContains('10.0.0.0/8','11.0.0.0/8')", false],
    ["ipRangeContains('0.0.0.0/0','198.51.100.7')", true],
    ["ipRangeContains('192.0.2.0/33','192.0.2.1')", 'expression-error'],
    ["ipRangeContains('192.0.2.0-192.0.2.9-1','192.0.2.1')", 'expression-error'],
    ["contains(null(),'a')", 'expression-error'],
    ["length(field('tags.none'))", 0],
    ["createArray('a')[0.5]", 'expression-error'],
    ["createArray('a')['0']", 'expression-error'],
    ["replace(concat('a'),'b','c')", 'a'],
    ["format('{0}{{{1}}}', createArray('x'), null())", '["x"]{}'],
    ["CONCAT('a',TOLOWER('B'))", 'ab'],
    ["  concat( 'a' )\n\t", 'a'],
  ])('%s', (expression, value) => expect(valueOf(`[${expression}]`)).toEqual(value));
});

describe('existence checks at their edges', () => {
  const groupType = 'Microsoft.Resources/subscriptions/resourceGroups';
  const lock = 'Microsoft.Authorization/locks';
  const judge = (details: JsonObject, related: JsonObject[], judged = resource(), given: Case = {}) =>
    judgeRule({ not: { field: 'type', equals: 'x' } }, judged, {
      effect: 'AuditIfNotExists',
      details,
      related,
      ...given,
    }).compliance;

  test('a group is found by either of its types', () => {
    const record = { id: group, type: groupType, tags: { a: 'b' } };
    for (const wanted of [groupType, 'Microsoft.Resources/resourceGroups'])
      expect(judge({ type: wanted, existenceScope: 'SUBSCRIPTION', name: 'Group-1' }, [record])).toBe('Compliant');
  });

  test('field() reads the resource of the rule, a field condition the related one', () => {
    const related = { id: `${resource()['id'] as string}/config/web`, properties: { a: 'related' } };
    const own = resource({ a: 'own' });
    const condition = (value: Json): JsonObject => ({ type: `${type}/config`, existenceCondition: value });
    const options = { options: { aliases: everything } };
    expect(judge(condition({ value: `[field('${a}')]`, equals: 'own' }), [related], own, options)).toBe('Compliant');
    expect(judge(condition({ field: `${type}/config/a`, equals: 'related' }), [related], own, options)).toBe(
      'Compliant',
    );
    expect(judge(condition({ field: 'name', equals: 'web' }), [related], own, options)).toBe('Compliant');
    expect(judge(condition({ value: "[field('name')]", equals: 'site-1' }), [related], own, options)).toBe('Compliant');
  });

  test('a place by expressions and parameters', () => {
    const record = { id: `${subscription}/resourceGroups/other/providers/Other.Net/things/a` };
    const details = { type: "[parameters('t')]", existenceScope: "[parameters('s')]", name: "[toLower('A')]" };
    const values = { t: 'Other.Net/things', s: 'subscription' };
    expect(judge(details, [record], resource(), { values })).toBe('Compliant');
    expect(judge(details, [record], resource(), { values: { ...values, s: 'resourceGroup' } })).toBe('NonCompliant');
  });

  test('what is attached to a subscription or a group is looked for there', () => {
    const [onGroup, onSubscription] = [group, subscription].map((id) => ({ id: `${id}/providers/${lock}/l` }));
    const groupRecord = { id: group };
    expect(judge({ type: lock }, [onGroup!], groupRecord)).toBe('Compliant');
    expect(judge({ type: lock }, [onSubscription!], groupRecord)).toBe('NonCompliant');
    expect(judge({ type: lock }, [onSubscription!], { id: subscription })).toBe('Compliant');
  });

  test('a hash within a name is unknown however it is written', () => {
    for (const name of ["[uniqueString('a')]", "[substring(uniqueString('a'),0,5)]"])
      expect(judge({ type: 'Other.Net/things', name }, [])).toBe('Unknown');
  });

  test('one candidate that satisfies is enough beside others that fail or are unknown', () => {
    const things = [1, 'text', 9].map((value, at) => ({
      id: `${group}/providers/Other.Net/things/${at}`,
      properties: { a: value },
    }));
    const details = { type: 'Other.Net/things', existenceCondition: { field: 'Other.Net/things/a', greater: 5 } };
    const options = { options: { aliases: everything } };
    expect(judge(details, things, resource(), options)).toBe('Compliant');
    expect(judge(details, things.slice(0, 2), resource(), options)).toBe('NonCompliant');
    const notDetails = { ...details, existenceCondition: { not: details.existenceCondition } };
    expect(judge(notDetails, things.slice(1), resource(), options)).toBe('Unknown');
  });

  test('details of operations or a list need no type whatever the effect is called', () => {
    for (const details of [{ operations: [] }, []] as Json[])
      expect(
        judgeRule({ allOf: [isSite, { field: a, equals: 'x' }] }, resource({ a: 'x' }), {
          effect: 'deployIfNotExists',
          details,
        }).compliance,
      ).toBe('NonCompliant');
  });

  test('conditions of an existence check are bounded', () => {
    const many = { anyOf: Array.from({ length: 129 }, () => ({ field: 'name', equals: 'x' })) };
    expect(judge({ type: `${type}/config`, existenceCondition: many }, [])).toBe('Unknown');
  });
});

describe('limits and parameters', () => {
  test('functions are counted once, also those of conditions on name', () => {
    const names = {
      anyOf: Array.from({ length: 1_500 }, (_, at) => ({ field: 'name', equals: `[concat('n', '${at}')]` })),
    };
    expect(truthOf({ anyOf: [names, { field: a, equals: 'x' }] }, resource({ a: 'x' }))).toBe(true);
  });

  test('more than ten value counts, 128 arguments or 2,048 functions are too many', () => {
    const counts = (number: number): Json => ({
      allOf: Array.from({ length: number }, () => ({ count: { value: [1] }, equals: 1 })),
    });
    expect(truthOf(counts(10))).toBe(true);
    expect(truthOf(counts(11))).toBe('limit-exceeded');
    const concat = (number: number): Json => ({
      value: `[concat(${Array.from({ length: number }, () => "'a'").join()})]`,
      like: 'a*',
    });
    expect(truthOf(concat(128))).toBe(true);
    expect(truthOf(concat(129))).toBe('limit-exceeded');
    const calls = (number: number): Json => ({
      value: Array.from({ length: number }, () => '[true()]'),
      contains: true,
    });
    expect(truthOf(calls(2_048))).toBe(true);
    expect(truthOf(calls(2_049))).toBe('limit-exceeded');
  });

  test('a parameter that is nested too deep is no value', () => {
    let deep: Json = 'x';
    for (let depth = 0; depth < 200; depth += 1) deep = [deep];
    const parameters = { p: { type: 'Array', defaultValue: deep } };
    expect(truthOf({ value: "[length(parameters('P'))]", equals: 1 }, resource(), { parameters })).toBe(
      'limit-exceeded',
    );
  });

  test('what an effect may be', () => {
    const judge = (effect: string, more: Case = {}) => judgeRule(isSite, resource(), { effect, ...more });
    expect(judge('AUDIT')).toMatchObject({ compliance: 'NonCompliant', effect: 'AUDIT' });
    expect(judge("[parameters('Effect')]", { parameters: { effect: { defaultValue: 'Deny' } } }).effect).toBe('Deny');
    expect(judge("[if(true(),'audit','deny')]").effect).toBe('audit');
    expect(judge("[field('name')]").reason).toBe('unsupported-syntax');
    expect(judge('denyAction', { details: { type: 'x' } }).reason).toBe('request-time-effect');
    for (const mode of ['indexed', 'ALL', '']) expect(judge('audit', { mode }).compliance).toBe('NonCompliant');
  });
});
