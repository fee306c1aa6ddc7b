import { resource, type, valueOf } from '../judging';

type Row = [expression: string, value: unknown];
const failed = 'expression-error';

test.each<Row>([
  ["equals('A','a')", true],
  ["equals(1,'1')", true],
  ['less(1,2)', true],
  ["lessOrEquals('a','B')", true],
  ['greater(1,2)', false],
  ['greaterOrEquals(2,2)', true],
  ['less(true,2)', failed],
  ['not(false)', true],
  ["not('x')", failed],
  ['and(true,false(),1)', false],
  ['and(true,1)', failed],
  ['or(1,true)', true],
  ['or(false,false)', false],
  ["if(true,'a',first(null()))", 'a'],
  ["if(1,'a','b')", failed],
  ["bool('TRUE')", true],
  ['bool(0)', false],
  ['null()', null],
  ["coalesce(null(),'','x')", ''],
  ['coalesce(null())', null],
])('logic: %s is %j', (expression, value) => expect(valueOf(`[${expression}]`)).toEqual(value));

test.each<Row>([
  ["concat('a',1,true)", 'a1true'],
  ["concat(createArray(1),createArray('b'))", [1, 'b']],
  ["concat('a',createArray())", failed],
  ["replace('aAa','a','b')", 'bAb'],
  ["replace('a.c','.','$&')", 'a$&c'],
  ["split('a,b;c',',')", ['a', 'b;c']],
  ["split('a,b;;c',createArray(';',',',';;'))", ['a', 'b', 'c']],
  ["split('a','A')", ['a']],
  ["padLeft('7',3,'0')", '007'],
  ['padLeft(7,3)', '  7'],
  ["padLeft('1234',3,'0')", '1234'],
  ["toLower('AbC')", 'abc'],
  ["toUpper('AbC')", 'ABC'],
  ["trim('  a ')", 'a'],
  ["string(createArray('a',1))", '["a",1]'],
  ['string(5)', '5'],
  ["format('{0}-{1}{{}}','a',2)", 'a-2{}'],
  ["format('{3}','a')", failed],
  ["substring('abcdef',2,3)", 'cde'],
  ["substring('abc',1)", 'bc'],
  ["substring('abc',2,5)", failed],
  ["startsWith('ABC','ab')", true],
  ["endsWith('ABC','bc')", true],
  ["indexOf('xAbc','ab')", 1],
  ["indexOf('🙂a','A')", 2],
  ["indexOf('abc','z')", -1],
  ["lastIndexOf('abAB','AB')", 2],
  ["join(createArray('a',1),'-')", 'a-1'],
])('text: %s is %j', (expression, value) => expect(valueOf(`[${expression}]`)).toEqual(value));

test.each<Row>([
  ["first('abc')", 'a'],
  ["first('')", ''],
  ['first(createArray())', null],
  ['first(5)', failed],
  ['last(createArray(1,2))', 2],
  ['length(null())', 0],
  ["length('')", 0],
  ["length(createObject('a',1,'b',2))", 2],
  ['length(5)', failed],
  ['empty(null())', true],
  ["empty('')", true],
  ['empty(createArray())', true],
  ['empty(createObject())', true],
  ["empty('a')", false],
  ['union(createArray(1,2),createArray(2,3))', [1, 2, 3]],
  ["union(createObject('a',createObject('x',1)),createObject('A',createObject('y',2)))", { a: { x: 1, y: 2 } }],
  ['intersection(createArray(1,2,3),createArray(3,1))', [1, 3]],
  ["intersection(createObject('a',1,'b',2),createObject('a',1,'b',3))", { a: 1 }],
  ["contains('Hello','ELL')", true],
  ["contains(createArray('A'),'a')", true],
  ["contains(createObject('Key',1),'kEY')", true],
  ["array('a')", ['a']],
  ["createObject('a')", failed],
  ["tryGet(createObject('a',createObject('b',1)),'A','b')", 1],
  ["tryGet(createObject(),'a','b')", null],
  ["tryGet(null(),'a')", null],
  ['tryGet(createArray(1),5)', null],
  ["take('abc',2)", 'ab'],
  ['take(createArray(1),9)', [1]],
  ['skip(createArray(1,2),1)', [2]],
  [
    "items(createObject('b',2,'a',1))",
    [
      { key: 'a', value: 1 },
      { key: 'b', value: 2 },
    ],
  ],
  ['range(3,2)', [3, 4]],
  ['range(0,10001)', failed],
  ['indexFromEnd(createArray(1,2),1)', 2],
  ['indexFromEnd(createArray(1,2),3)', failed],
  ['tryIndexFromEnd(createArray(1,2),3)', null],
])('collections: %s is %j', (expression, value) => expect(valueOf(`[${expression}]`)).toEqual(value));

test.each<Row>([
  ["int('007')", 7],
  ["int('-3')", -3],
  ["int('x')", failed],
  ["float('1.5')", 1.5],
  ['add(1,2)', 3],
  ['sub(1,2)', -1],
  ['mul(-2,3)', -6],
  ['div(7,2)', 3],
  ['div(-7,2)', -3],
  ['div(1,0)', failed],
  ['mod(7,3)', 1],
  ['min(3,1,2)', 1],
  ['max(createArray(3,1))', 3],
  ["add('1',2)", failed],
])('numbers: %s is %j', (expression, value) => expect(valueOf(`[${expression}]`)).toEqual(value));

test.each<Row>([
  ["base64('Param=ä')", 'UGFyYW09w6Q='],
  ["base64ToString('UGFyYW09w6Q=')", 'Param=ä'],
  ["base64ToString('%')", failed],
  ["base64ToJson('eyJBIjoxfQ==').a", 1],
  ['json(\'{"A":[1]}\').a[0]', 1],
  ["json('{')", failed],
  ["uri('https://example.com/a/','b')", 'https://example.com/a/b'],
  ["uriComponent('a b/ü')", 'a%20b%2F%C3%BC'],
  ["uriComponentToString('a%20b')", 'a b'],
  ["uriComponentToString('%')", failed],
  ["dataUriToString(dataUri('Hello'))", 'Hello'],
])('encodings: %s is %j', (expression, value) => expect(valueOf(`[${expression}]`)).toEqual(value));

test.each<Row>([
  ['utcNow()', '2026-11-21T08:00:00.0000000Z'],
  ["addDays('2026-02-28T23:30:00Z',1)", '2026-03-01T23:30:00Z'],
  ["addDays('2026-03-01T00:30:00.1234567+01:00',-1)", '2026-02-27T23:30:00.1234567Z'],
  ["addDays('2026-03-01',1)", '2026-03-02T00:00:00Z'],
  ["addDays('2026-02-30',1)", failed],
  ["addDays('soon',1)", failed],
  ["ipRangeContains('192.0.2.0/24','192.0.2.7')", true],
  ["ipRangeContains('192.0.2.0/24','192.0.3.7')", false],
  ["ipRangeContains('192.0.2.10-192.0.2.20','192.0.2.12-192.0.2.20')", true],
  ["ipRangeContains('192.0.2.10-192.0.2.20','192.0.2.0/24')", false],
  ["ipRangeContains('2001:db8::/32','2001:db8::1')", true],
  ["ipRangeContains('2001:db8::/32','192.0.2.1')", failed],
  ["ipRangeContains('192.0.2.20-192.0.2.10','192.0.2.12')", failed],
  ["ipRangeContains('','192.0.2.12')", failed],
])('dates and addresses: %s is %j', (expression, value) => expect(valueOf(`[${expression}]`)).toEqual(value));

test('the context is that of the resource', () => {
  const tagged = {
    id: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/Group-1',
    type: 'Microsoft.Resources/resourceGroups',
    location: 'westus',
    tags: { Owner: 'me' },
  };
  const ask = (expression: string) =>
    valueOf(expression, resource({}, { apiVersion: '2024-01-01' }), { related: [tagged] });
  expect(ask("[resourceGroup().tags['OWNER']]")).toBe('me');
  expect(ask('[resourceGroup().tags.none]')).toBeNull();
  expect(ask('[resourceGroup().name]')).toBe('Group-1');
  expect(ask('[subscription().subscriptionId]')).toBe('00000000-0000-0000-0000-000000000001');
  expect(ask('[requestContext().apiVersion]')).toBe('2024-01-01');
  expect(ask('[requestContext().identity]')).toBeNull();
  expect(ask('[policy().definitionId]')).toBe('rule');
  expect(valueOf('[requestContext().apiVersion]')).toBe('api-version-missing');
  expect(valueOf("[uniqueString('a')]")).toBe('unique-name');
  expect(valueOf("[parameters('P').X]", resource(), { values: { p: { x: 1 } } })).toBe(1);
  expect(valueOf("[parameters('none')]")).toBe('parameter-missing');
});

test('a group that was not collected is unknown unless ids may stand in for it', () => {
  expect(valueOf('[resourceGroup().name]', resource(), { world: { scopesFromIds: false } })).toBe(
    'group-not-collected',
  );
  expect(valueOf('[resourceGroup().location]')).toBeNull();
});

test('field() gives an empty text for what is missing and lists for elements', () => {
  const one = resource({ a: 'x', list: [{ a: 1 }, { a: 2, inner: [3, 4] }, {}] });
  expect(valueOf(`[field('${type}/a')]`, one)).toBe('x');
  expect(valueOf(`[field('${type}/b')]`, one)).toBe('');
  expect(valueOf(`[field('${type}/texts[*]')]`, one)).toEqual([]);
  expect(valueOf(`[field('${type}/list[*].a')]`, one)).toEqual([1, 2, null]);
  expect(valueOf(`[field('${type}/list[*].inner[*]')]`, one)).toEqual([3, 4]);
  expect(valueOf(`[field(concat('ta','gs'))]`, one)).toBe('');
});
