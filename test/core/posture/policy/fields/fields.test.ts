import type { Json, JsonObject } from '../../../../../shared/model/json';
import { resource, truthOf, type } from '../judging';

const holds = (field: string, right: Json, judged: JsonObject, operator = 'equals') =>
  truthOf({ field, [operator]: right }, judged);

describe('fields that every resource has', () => {
  const full = resource(
    {},
    {
      id: `${resource()['id'] as string}/slots/Slot-A`,
      type: `${type}/slots`,
      name: 'another',
      kind: 'functionapp,linux',
      identity: { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { '/x': {} } },
      tags: { 'Cost Center': '7', "it's": 'x', 'a.b': 'dots' },
    },
  );
  test.each<[string, string, Json]>([
    ['name', 'equals', 'SLOT-a'],
    ['fullName', 'equals', 'site-1/slot-a'],
    ['TYPE', 'equals', 'example.web/SITES/slots'],
    ['id', 'contains', '/resourceGroups/group-1/'],
    ['kind', 'contains', 'functionApp'],
    ['location', 'equals', 'eastus2'],
    ['location', 'equals', 'East US 2'],
    ['location', 'in', ['West Europe', 'East US 2']],
    ['identity.type', 'like', '*userassigned'],
    ['identity.userAssignedIdentities', 'containsKey', '/X'],
    ['tags', 'containsKey', 'cost center'],
    ["tags['COST CENTER']", 'equals', '7'],
    ['tags[cost center]', 'equals', '7'],
    ['tags.Cost Center', 'equals', '7'],
    ['tags.a.b', 'equals', 'dots'],
    ["tags['it''s']", 'equals', 'x'],
    ['tags[]', 'exists', false],
    ["[concat('tags[', 'Cost Center', ']')]", 'equals', '7'],
  ])('%s %s %j', (field, operator, right) => expect(holds(field, right, full, operator)).toBe(true));

  test('what has no location is global', () => {
    const { location: _, ...without } = resource();
    expect(holds('location', 'global', without)).toBe(true);
  });

  test('without an id the name is the one given', () => {
    expect(holds('name', 'given', { type, name: 'given', properties: {} })).toBe(true);
  });

  test('subscriptions and groups have the types that rules use', () => {
    const id = '/subscriptions/00000000-0000-0000-0000-000000000001';
    const isOf = (wanted: string, judged: JsonObject) =>
      truthOf({ allOf: [{ field: 'type', equals: wanted }] }, judged);
    expect(isOf('Microsoft.Resources/subscriptions', { id, subscriptionId: 'x' })).toBe(true);
    const groupType = 'Microsoft.Resources/subscriptions/resourceGroups';
    expect(isOf(groupType, { id: `${id}/resourceGroups/a`, type: 'Microsoft.Resources/resourceGroups' })).toBe(true);
    expect(isOf(groupType, { id: `${id}/resourceGroups/a` })).toBe(true);
  });

  test('a field that is none does not compile', () => {
    expect(holds('colour', 'red', full)).toBe('unsupported-field');
    expect(truthOf({ source: 'action', equals: 'x' }, full)).toBe('unsupported-field');
    expect(holds(`${type}/list[0]`, 'x', full)).toBe('unsupported-field');
    expect(holds("[concat('col', 'our', field('tags.none'))]", 'x', full)).toBe('unsupported-field');
  });
});

describe('aliases', () => {
  const read = (name: string, judged: JsonObject) => (right: Json) =>
    truthOf({ field: `${type}/${name}`, equals: right }, judged, { options: { aliases: anyAlias } });
  const anyAlias = { isKnown: () => true, pathOf: () => undefined };

  test.each<[string, JsonObject, Json]>([
    ['a.b', resource({ A: { B: 'x' } }), 'x'],
    ['sku.name', resource({}, { sku: { Name: 'x' } }), 'x'],
    ['sku.name', resource({ sku: { name: 'own' } }, { sku: { name: 'x' } }), 'own'],
    ['properties.a', resource({ a: 'x' }), 'x'],
    ['a', resource({ properties: { a: 'x' } }), 'x'],
    ['site-1.a', resource({ a: 'x' }), 'x'],
    ['config/site-1.a', resource({ a: 'x' }), 'x'],
    ['Linux-Web.a', resource({ a: 'x', kind: 'Linux/Web' }), 'x'],
    ['Linux-Web.a', resource({ a: 'x' }, { kind: 'linux.web' }), 'x'],
    ['outer/inner.a', resource({ outer: { inner: { a: 'x' } } }), 'x'],
    ['a.b.c', resource({ a: { properties: { b: { c: 'x' } } } }), 'x'],
    ['a.Kind-1.c', resource({ a: { type: 'Kind/1', properties: { c: 'x' } } }), 'x'],
    ['a.Kind-1.c', resource({ a: { objectType: 'Kind.1', c: 'x' } }), 'x'],
    ['name', resource({}, { name: 'not from the id' }), 'site-1'],
  ])('%s finds its value', (name, judged, value) => expect(read(name, judged)(value)).toBe(true));

  test('the kind of another object leaves the value missing', () => {
    expect(read('a.Kind-2.c', resource({ a: { type: 'Kind-1', properties: { c: 'x' } } }))('')).toBe(true);
  });

  test('an alias of another type is missing', () => {
    const other = { options: { aliases: anyAlias } };
    expect(truthOf({ field: 'Other.Web/sites/a', exists: false }, resource({ a: 'x' }), other)).toBe(true);
  });

  test('the override table goes before the rule, and the rule where it finds nothing', () => {
    const vm = (properties: JsonObject) => ({
      ...resource(properties),
      id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm',
      type: 'Microsoft.Compute/virtualMachines',
    });
    const imaged = vm({ storageProfile: { imageReference: { publisher: 'Canonical' } } });
    expect(holds('Microsoft.Compute/imagePublisher', 'canonical', imaged)).toBe(true);
    expect(holds('Microsoft.Compute/virtualMachines/sku.name', 'A1', vm({ hardwareProfile: { vmSize: 'A1' } }))).toBe(
      true,
    );
    const contact = (properties: JsonObject) => ({
      id: '/subscriptions/s/providers/Microsoft.Security/securityContacts/default',
      type: 'Microsoft.Security/securityContacts',
      properties,
    });
    const alias = 'Microsoft.Security/securityContacts/alertNotifications';
    expect(holds(alias, 'On', contact({ alertNotifications: { state: 'On' } }))).toBe(true);
    expect(holds(alias, 'On', contact({ alertNotifications: 'On' }))).toBe(true);
  });

  test('an override that reaches through an array is an and over its elements', () => {
    const setting = (...enabled: boolean[]) => ({
      id: '/subscriptions/s/providers/Microsoft.Insights/diagnosticSettings/d',
      type: 'Microsoft.Insights/diagnosticSettings',
      properties: { logs: enabled.map((one) => ({ enabled: one })) },
    });
    const alias = 'Microsoft.Insights/diagnosticSettings/logs.enabled';
    expect(holds(alias, true, setting(true, true))).toBe(true);
    expect(holds(alias, true, setting(true, false))).toBe(false);
  });

  test('keys that differ in case only are one, whatever their order', () => {
    expect(holds(`${type}/a`, 'big', resource({ A: 'big', a: 'small' }))).toBe(true);
    expect(holds(`${type}/a`, 'big', resource({ a: 'small', A: 'big' }))).toBe(true);
  });

  test('names of JavaScript are ordinary keys', () => {
    const judged = resource(JSON.parse('{"constructor":{"__proto__":"x"}}') as JsonObject);
    expect(read('constructor.__proto__', judged)('x')).toBe(true);
    expect(read('constructor.name', resource({}))('')).toBe(true);
    expect(truthOf({ field: 'tags', containsKey: 'toString' }, resource({}, { tags: {} }))).toBe(false);
  });
});

describe('what fails to evaluate is unknown', () => {
  test('a scalar where an object or an array is needed', () => {
    expect(truthOf({ field: `${type}/texts[*]`, notEquals: 'x' }, resource({ texts: 'scalar' }))).toBe('alias-shape');
    const known = { options: { aliases: { isKnown: () => true, pathOf: () => undefined } } };
    expect(truthOf({ field: `${type}/a.b`, exists: false }, resource({ a: 'scalar' }), known)).toBe('alias-shape');
  });

  test('a missing value of an alias that nobody has confirmed', () => {
    expect(truthOf({ field: `${type}/unheardOf`, exists: false })).toBe('alias-unconfirmed');
    expect(truthOf({ field: `${type}/unheardOf`, equals: 'x' }, resource({ unheardOf: 'x' }))).toBe(true);
    expect(truthOf({ count: { field: `${type}/unheardOf[*]` }, equals: 0 })).toBe('alias-unconfirmed');
  });
});
