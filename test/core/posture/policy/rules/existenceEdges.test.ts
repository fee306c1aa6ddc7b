import type { Json, JsonObject } from '../../../../../shared/model/json';
import { aliasTable } from '../../../../../shared/core/posture/policy/fields/aliasTable';
import { group, judgeRule, resource, subscription, type, type Case } from '../judging';

const a = `${type}/a`;
const isSite = { field: 'type', equals: type };
const everything = { ...aliasTable([]), isKnown: () => true };

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
