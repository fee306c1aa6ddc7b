import fc from 'fast-check';
import { applyDiff, diffResource } from '../../../../shared/core/posture/networkChange/diffResource';
import { normalForm } from '../../../../shared/core/posture/networkChange/normalForm';
import type { Json, JsonObject } from '../../../../shared/model/json';
import { group, office, rule, ssh, web } from './networkSamples';

const diff = (before: Parameters<typeof normalForm>[0], after: Parameters<typeof normalForm>[0]) =>
  diffResource(normalForm(before), normalForm(after));

it('names the member of a rule that changed, by the name of the rule', () => {
  expect(diff(group([web, ssh(office)]), group([web, ssh('*')]))).toEqual([
    { path: '/properties/securityRules/ssh/properties/sourceAddressPrefix', before: office, after: '*' },
  ]);
});

it('a rule that is new is one change, with all it says', () => {
  expect(diff(group([web]), group([web, ssh('*')]))).toMatchObject([
    { path: '/properties/securityRules/ssh', before: null, after: { properties: { destinationPortRange: '22' } } },
  ]);
});

it('the platform changing its own members is no change', () => {
  const { properties } = group([{ ...web, etag: 'W/"2"' }]);
  const after = {
    properties: { ...properties, provisioningState: 'Updating', resourceGuid: 'h', defaultSecurityRules: [web] },
  };
  expect(diff(group([web]), after)).toEqual([]);
});

it('letter case and empty members are no change', () => {
  const loud = rule('WEB', {
    destinationPortRange: '443',
    sourceAddressPrefix: 'INTERNET',
    priority: 100,
    destinationPortRanges: [],
    description: '',
  });
  expect(diff(group([web]), group([loud]))).toEqual([]);
});

it('the action of a firewall collection is no type name', () => {
  const collection = (type: string) => ({
    properties: { networkRuleCollections: [{ name: 'c', properties: { action: { type }, rules: [] } }] },
  });
  expect(diff(collection('Deny'), collection('Allow'))).toEqual([
    { path: '/properties/networkRuleCollections/c/properties/action/type', before: 'Deny', after: 'Allow' },
  ]);
});

it('subnets are references: in any case and order', () => {
  const guarded = (...ids: string[]) => ({ properties: { subnets: ids.map((id) => ({ id, resourceGroup: 'x' })) } });
  expect(diff(guarded('/A', '/b'), guarded('/B', '/a'))).toEqual([]);
  expect(diff(guarded('/a', '/b'), guarded('/a'))).toEqual([
    { path: '/properties/subnets', before: ['/a', '/b'], after: ['/a'] },
  ]);
});

const word = fc.constantFrom('a', 'b', 'c', 'rule/1', 'x~y', '__proto__', 'constructor', 'name', 'securityRules');
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json; object: JsonObject; list: Json[] }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, word, fc.integer(), fc.boolean(), tie('object'), tie('list')),
  object: fc
    .array(fc.tuple(word, tie('value')), { maxLength: 4 })
    .map((entries) => Object.fromEntries(entries) as JsonObject),
  list: fc.array(
    fc.oneof(
      tie('value'),
      fc.tuple(word, tie('object')).map(([name, properties]) => ({ name, properties })),
    ),
    { maxLength: 4 },
  ),
})).value;
const properties = fc
  .array(fc.tuple(word, json), { maxLength: 5 })
  .map((entries) => Object.fromEntries(entries) as JsonObject);

/** The same with keys and lists in another order. */
function shuffled(value: Json, turn: number): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => shuffled(item, turn));
    const by = items.length === 0 ? 0 : turn % items.length;
    return [...items.slice(by), ...items.slice(0, by)].reverse();
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, shuffled(item, turn)] as const)
      .reverse(),
  );
}

it('the order of rules, lists and keys never makes a difference', () => {
  fc.assert(
    fc.property(properties, fc.nat(7), (before, turn) => {
      expect(diff({ properties: before }, { properties: shuffled(before, turn) })).toEqual([]);
    }),
  );
});

it('the changes applied to what was before give what is after', () => {
  fc.assert(
    fc.property(properties, properties, (before, after) => {
      const [was, is] = [normalForm({ properties: before }), normalForm({ properties: after })];
      const result = applyDiff(was, diffResource(was, is));
      expect(diffResource(result, is)).toEqual([]);
    }),
  );
});
