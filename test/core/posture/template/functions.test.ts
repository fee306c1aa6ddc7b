import { groupId, subscriptionId, valueOf } from './templating';

type Row = [expression: string, value: unknown];
const failed = '?expression-error';
const later = '?not-known-before-deployment';

const dogs = [
  { name: 'Evie', age: 5, interests: ['Ball', 'Frisbee'] },
  { name: 'Casper', age: 3, interests: ['Other dogs'] },
  { name: 'Indy', age: 2, interests: ['Butter'] },
  { name: 'Kira', age: 8, interests: ['Rubs'] },
];
const [evie, casper, indy, kira] = dogs;
const template = { variables: { dogs, one: { One: 'a', two: 2 } } };

// Expressions and answers after the examples of learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-*.
test.each<Row>([
  ["contains('OneTwoThree','e')", true],
  ["contains('OneTwoThree','E')", false],
  ["contains(createObject('one','a'),'ONE')", true],
  ["contains(createArray('one','two'),'Two')", false],
  ["equals('A','a')", false],
  ['equals(1,1)', true],
  ["equals(createObject('a',1,'b',2),createObject('b',2,'a',1))", true],
  ["empty('')", true],
  ['empty(createArray())', true],
  ["createObject('intProp',1,'stringProp','abc')", { intProp: 1, stringProp: 'abc' }],
  ["union(createObject('one','a','two','b'),createObject('three','c','two','z'))", { one: 'a', two: 'z', three: 'c' }],
  ["union(createObject('a',createObject('x',1)),createObject('a',createObject('y',2)))", { a: { x: 1, y: 2 } }],
  [
    "shallowMerge(createArray(createObject('a',createObject('x',1)),createObject('a',createObject('y',2))))",
    { a: { y: 2 } },
  ],
  ["union(createArray('one','two'),createArray('two','Two'))", ['one', 'two', 'Two']],
  ["intersection(createObject('one','a','two','b'),createObject('one','a','two','c'))", { one: 'a' }],
  ["intersection(createArray('one','two','three'),createArray('two','three'))", ['two', 'three']],
  [
    "items(createObject('b',2,'a',1))",
    [
      { key: 'a', value: 1 },
      { key: 'b', value: 2 },
    ],
  ],
  ["objectKeys(createObject('b',1,'A',2))", ['A', 'b']],
  ["tryGet(createObject('a',createArray(7)),'A',0)", 7],
  ["tryGet(createObject('a',1),'b')", null],
  ['json(\'{"A":{"bC":null}}\').a', { bC: null }],
  ['base64ToJson(base64(\'{"One":1}\'))', { One: 1 }],
  ['flatten(createArray(createArray(1,2),createArray(3)))', [1, 2, 3]],
  ["indexOf(createArray('one','two','one'),'one')", 0],
  ["lastIndexOf(createArray('one','two','one'),'one')", 2],
  ["indexOf('abcdef','CD')", 2],
  ["coalesce(null(),null(),'default')", 'default'],
  ["if(equals('a','a'),'yes',first(createArray(1)[5]))", 'yes'],
  ["variables('one').ONE", 'a'],
  ["variables('one').three", failed],
  ['createArray(1)[1]', failed],
  ["fail('no')", failed],
  ['noSuchFunction()', failed],
  ["ipRangeContains('192.0.2.0/24','192.0.2.1')", failed],
  ["concat('a'", '?expression-error'],
])('objects and logic: %s is %j', (expression, value) => expect(valueOf(`[${expression}]`, template)).toEqual(value));

test.each<Row>([
  ["filter(variables('dogs'),lambda('dog',greaterOrEquals(lambdaVariables('dog').age,5)))", [evie, kira]],
  ["filter(range(0,10),lambda('i',less(lambdaVariables('i'),5)))", [0, 1, 2, 3, 4]],
  ["map(variables('dogs'),lambda('dog',lambdaVariables('dog').name))", ['Evie', 'Casper', 'Indy', 'Kira']],
  [
    "map(range(0,2),lambda('i',createObject('i',lambdaVariables('i'),'greeting',format('Ahoy, {0}!',variables('dogs')[lambdaVariables('i')].name))))",
    [
      { i: 0, greeting: 'Ahoy, Evie!' },
      { i: 1, greeting: 'Ahoy, Casper!' },
    ],
  ],
  ["map(createArray('a','b'),lambda('e','at',concat(lambdaVariables('e'),lambdaVariables('at'))))", ['a0', 'b1']],
  [
    "reduce(map(variables('dogs'),lambda('dog',lambdaVariables('dog').age)),0,lambda('cur','prev',add(lambdaVariables('cur'),lambdaVariables('prev'))))",
    18,
  ],
  [
    "sort(variables('dogs'),lambda('a','b',less(lambdaVariables('a').age,lambdaVariables('b').age)))",
    [indy, casper, evie, kira],
  ],
  [
    "toObject(variables('dogs'),lambda('e',lambdaVariables('e').name),lambda('e',lambdaVariables('e').age))",
    { Evie: 5, Casper: 3, Indy: 2, Kira: 8 },
  ],
  ["toObject(createArray('a'),lambda('e',lambdaVariables('e')))", { a: 'a' }],
  [
    "groupBy(createArray('foo','bar','baz'),lambda('x',substring(lambdaVariables('x'),0,1)))",
    { f: ['foo'], b: ['bar', 'baz'] },
  ],
  ["mapValues(createObject('foo','foo'),lambda('val',toUpper(lambdaVariables('val'))))", { foo: 'FOO' }],
  ["map('text',lambda('x',1))", failed],
  ['map(createArray(1),2)', failed],
])('lambdas: %s', (expression, value) => expect(valueOf(`[${expression}]`, template)).toEqual(value));

test.each<Row>([
  [
    "parseCidr('10.144.0.0/20')",
    {
      network: '10.144.0.0',
      netmask: '255.255.240.0',
      broadcast: '10.144.15.255',
      firstUsable: '10.144.0.1',
      lastUsable: '10.144.15.254',
      cidr: 20,
    },
  ],
  [
    "parseCidr('fdad:3236:5555::/48')",
    {
      network: 'fdad:3236:5555::',
      netmask: 'ffff:ffff:ffff::',
      firstUsable: 'fdad:3236:5555::',
      lastUsable: 'fdad:3236:5555:ffff:ffff:ffff:ffff:ffff',
      cidr: 48,
    },
  ],
  ["cidrSubnet('10.144.0.0/20',24,4)", '10.144.4.0/24'],
  ["cidrSubnet('10.144.0.0/20',24,16)", failed],
  ["cidrHost('10.144.3.0/24',0)", '10.144.3.1'],
  ["cidrHost('10.144.3.0/24',4)", '10.144.3.5'],
  ["cidrHost('10.144.3.0/24',254)", failed],
  ["parseCidr('no')", failed],
  ["dateTimeAdd('2020-04-07T14:53:14Z','P3Y')", '2023-04-07T14:53:14Z'],
  ["dateTimeAdd('2020-04-07T14:53:14Z','-P9D')", '2020-03-29T14:53:14Z'],
  ["dateTimeAdd('2020-04-07T14:53:14Z','PT1H')", '2020-04-07T15:53:14Z'],
  ["dateTimeAdd('2020-01-31T00:00:00Z','P1M')", '2020-02-29T00:00:00Z'],
  ["dateTimeAdd('2020-04-07T14:53:14Z','PT1H','yyyyMMdd')", '20200407'],
  ["dateTimeAdd('2020-04-07T14:53:14Z','PT1H','R')", failed],
  ['dateTimeFromEpoch(1683040573)', '2023-05-02T15:16:13Z'],
  ["dateTimeToEpoch('2023-05-02T15:16:13Z')", 1683040573],
])('networks and times: %s is %j', (expression, value) => expect(valueOf(`[${expression}]`)).toEqual(value));

test.each<Row>([
  [
    "resourceId('Microsoft.Storage/storageAccounts','examplestorage')",
    `${groupId}/providers/Microsoft.Storage/storageAccounts/examplestorage`,
  ],
  [
    "resourceId('otherGroup','Microsoft.Storage/storageAccounts','s')",
    `/subscriptions/${subscriptionId}/resourceGroups/otherGroup/providers/Microsoft.Storage/storageAccounts/s`,
  ],
  [
    "resourceId('00000000-0000-0000-0000-000000000002','otherGroup','Microsoft.Storage/storageAccounts','s')",
    '/subscriptions/00000000-0000-0000-0000-000000000002/resourceGroups/otherGroup/providers/Microsoft.Storage/storageAccounts/s',
  ],
  [
    "resourceId('Microsoft.SQL/servers/databases','serverName','databaseName')",
    `${groupId}/providers/Microsoft.SQL/servers/serverName/databases/databaseName`,
  ],
  [
    "subscriptionResourceId('Microsoft.Authorization/roleDefinitions','r')",
    `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/r`,
  ],
  [
    "tenantResourceId('Microsoft.Authorization/policyDefinitions','p')",
    '/providers/Microsoft.Authorization/policyDefinitions/p',
  ],
  [
    "managementGroupResourceId('mg','Microsoft.Authorization/policyDefinitions','p')",
    '/providers/Microsoft.Management/managementGroups/mg/providers/Microsoft.Authorization/policyDefinitions/p',
  ],
  [
    "extensionResourceId(resourceId('Microsoft.Storage/storageAccounts','s'),'Microsoft.Authorization/locks','l')",
    `${groupId}/providers/Microsoft.Storage/storageAccounts/s/providers/Microsoft.Authorization/locks/l`,
  ],
  ["resourceId('Microsoft.Storage/storageAccounts')", failed],
  ["resourceId('Microsoft.SQL/servers/databases','onlyOne')", failed],
  ['resourceGroup().name', 'shop'],
  ['resourceGroup().location', 'westeurope'],
  ['resourceGroup().tags.owner', later],
  ['subscription().subscriptionId', subscriptionId],
  ['environment().suffixes.storage', 'core.windows.net'],
  ['environment().name', 'AzureCloud'],
  ['deployment().name', 'test'],
  ['tenant().tenantId', '00000000-0000-0000-0000-000000000000'],
])('places: %s is %j', (expression, value) => expect(valueOf(`[${expression}]`)).toEqual(value));

test.each<Row>([
  ["reference('x').properties.y", later],
  ["listKeys('x','2023-01-01').keys[0].value", later],
  ["listAnything('x','2023-01-01')", later],
  ["providers('Microsoft.Storage')", later],
  ["pickZones('Microsoft.Compute','virtualMachines','westus2')", later],
  ["length(uniqueString('a'))", later],
  ["substring(concat('st',uniqueString('a')),0,1)", later],
  ["equals(uniqueString('a'),'x')", later],
  ["equals(uniqueString('a'),uniqueString('a'))", true],
  ["empty(uniqueString('a'))", later],
  ["empty(concat('st',uniqueString('a')))", false],
  ["contains(createArray(uniqueString('a')),'x')", later],
  ["startsWith(guid('a'),'b')", later],
  ["length(createArray(reference('x').a))", 1],
  ["createObject('a', 1, 'b', reference('x').b).a", 1],
  ["createObject('a', 1, 'b', reference('x').b).b", later],
  ["createObject(reference('x').a, 1)", later],
  ["length(createArray(guid('x')))", 1],
  ["and(false,equals(guid('a'),'b'))", false],
  ["or(true,equals(guid('a'),'b'))", true],
  ["and(true,equals(guid('a'),'b'))", later],
  ["if(equals(guid('a'),'b'),1,2)", later],
  ["filter(createArray(guid('a')),lambda('x',equals(lambdaVariables('x'),'b')))", later],
  ['newGuid()', failed],
  ['utcNow()', failed],
])('what deployment will give: %s is %j', (expression, value) => expect(valueOf(`[${expression}]`)).toEqual(value));

test('functions of the template see their parameters only', () => {
  const own = {
    variables: { prefix: 'no' },
    functions: [
      {
        namespace: 'contoso',
        members: {
          uniqueName: {
            parameters: [{ name: 'namePrefix', type: 'string' }],
            output: { type: 'string', value: "[concat(toLower(parameters('namePrefix')),'-x')]" },
          },
          twice: {
            parameters: [{ name: 'n', type: 'string' }],
            output: { type: 'string', value: "[contoso.uniqueName(contoso.uniqueName(parameters('n')))]" },
          },
          outside: { parameters: [], output: { type: 'string', value: "[variables('prefix')]" } },
        },
      },
    ],
  };
  expect(valueOf("[Contoso.UniqueName('ABC')]", own)).toBe('abc-x');
  expect(valueOf("[contoso.twice('A')]", own)).toBe('a-x-x');
  expect(valueOf('[contoso.outside()]', own)).toBe(failed);
  expect(valueOf("[contoso.uniqueName('a','b')]", own)).toBe(failed);
});

test('a variable or parameter that needs itself is an error, not a loop', () => {
  const own = { variables: { a: "[variables('b')]", b: "[variables('a')]" } };
  expect(valueOf("[variables('a')]", own)).toBe(failed);
});

test('a doubled bracket is a text', () => {
  expect(valueOf('[[not an expression]')).toBe('[not an expression]');
});
