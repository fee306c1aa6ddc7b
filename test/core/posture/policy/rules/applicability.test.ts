import type { Json, JsonObject } from '../../../../../shared/model/json';
import { compileDefinition } from '../../../../../shared/core/posture/policy/compileDefinition';
import { readDefinition } from '../../../../../shared/core/posture/policy/definition';
import { prepare } from '../../../../../shared/core/posture/policy/resources/prepare';
import { createWorld } from '../../../../../shared/core/posture/policy/resources/world';
import { aliases, judgeRule, now, resource, type, type Case } from '../judging';

const ofType = (wanted: string) => ({ field: 'type', equals: wanted });
const isA = { field: `${type}/a`, equals: 'x' };
const web = resource({ a: 'x' }, { kind: 'web' });

const verdict = (condition: Json, judged: JsonObject = web, given: Case = {}) =>
  judgeRule(condition, judged, given).compliance;

test.each<[string, Json, string | null]>([
  ['the type and the condition hold', { allOf: [ofType(type), isA] }, 'NonCompliant'],
  ['the type holds, the condition does not', { allOf: [ofType(type), { not: isA }] }, 'Compliant'],
  ['another type', { allOf: [ofType('Other/type'), isA] }, null],
  ['not another type', { allOf: [{ not: ofType('Other/type') }, isA] }, 'NonCompliant'],
  ['not this type', { allOf: [{ not: ofType(type) }, isA] }, null],
  ['another kind beside other conditions', { allOf: [ofType(type), { field: 'kind', equals: 'app' }, isA] }, null],
  ['another name beside other conditions', { allOf: [ofType(type), { field: 'name', like: 'b*' }, isA] }, null],
  ['only another kind', { field: 'kind', equals: 'app' }, 'Compliant'],
  ['only another name', { anyOf: [{ field: 'name', like: 'b*' }] }, 'Compliant'],
  ['only this type and another kind', { allOf: [ofType(type), { field: 'kind', equals: 'app' }] }, 'Compliant'],
  ['only another type and this kind', { allOf: [ofType('Other/type'), { field: 'kind', equals: 'web' }] }, null],
  ['another kind and a condition without a type', { allOf: [{ field: 'kind', equals: 'app' }, isA] }, null],
  ['a type or any condition', { anyOf: [ofType('Other/type'), { not: isA }] }, 'Compliant'],
  ['a count that holds', { allOf: [ofType(type), { count: { field: `${type}/list[*]` }, equals: 0 }] }, 'NonCompliant'],
])('audit: %s', (_, condition, expected) => expect(verdict(condition)).toBe(expected));

test('a rule on places is never about subscriptions', () => {
  const subscription = { id: '/subscriptions/s', displayName: 'S' };
  const place = { field: 'location', equals: 'global' };
  expect(verdict(place, subscription)).toBeNull();
  expect(verdict({ not: { field: 'tags.a', equals: 'x' } }, subscription)).toBe('NonCompliant');
});

test('Indexed without types skips what has no location, scopes and what is of Microsoft.Resources', () => {
  const tagless = { field: 'tags.a', exists: false };
  const { location: _, ...homeless } = web;
  const group = { id: '/subscriptions/s/resourceGroups/g', location: 'westus' };
  const deployment = { ...web, type: 'Microsoft.Resources/deployments' };
  const judge = (judged: JsonObject, mode: string, condition: Json = tagless) => verdict(condition, judged, { mode });
  expect(judge(web, 'Indexed')).toBe('NonCompliant');
  expect(judge(homeless, 'indexed')).toBeNull();
  expect(judge(homeless, 'All')).toBe('NonCompliant');
  expect(judge(group, 'Indexed')).toBeNull();
  expect(judge(group, 'All')).toBe('NonCompliant');
  expect(judge(deployment, 'All')).toBeNull();
  expect(judge(homeless, 'Indexed', { allOf: [ofType(type), tagless] })).toBe('NonCompliant');
});

test.each<[string, Case, string | null]>([
  ['manual', { effect: 'manual' }, 'manual'],
  ['a static policy', { policyType: 'Static' }, 'static'],
  ['a data-plane mode', { mode: 'Microsoft.Kubernetes.Data' }, 'unsupported-mode'],
  ['an effect of requests', { effect: 'denyAction' }, 'request-time-effect'],
  ['an effect that is none', { effect: 'shout' }, 'unsupported-syntax'],
  ['an effect without a value', { effect: "[parameters('e')]" }, 'parameter-missing'],
  ['an existence check without a type', { effect: 'auditIfNotExists', details: {} }, 'unsupported-syntax'],
])('%s is unknown', (_, given, reason) => {
  expect(judgeRule({ allOf: [ofType(type), isA] }, web, given)).toMatchObject({ compliance: 'Unknown', reason });
});

test('modify, append and deny are judged by their condition', () => {
  for (const [effect, details] of [
    ['Modify', { operations: [] }],
    ['append', []],
    ['DENY', undefined],
  ] as const) {
    const given = { effect, ...(details && { details: structuredClone(details) as unknown as Json }) };
    expect(judgeRule({ allOf: [ofType(type), isA] }, web, given)).toMatchObject({ compliance: 'NonCompliant', effect });
  }
});

test('a type that an expression names anew for each resource is not remembered for all of its type', () => {
  const definition = readDefinition({
    name: 'late',
    mode: 'All',
    policyRule: { if: { allOf: [{ field: 'type', equals: "[field('tags.type')]" }, isA] }, THEN: { effect: 'audit' } },
  });
  const policy = compileDefinition(definition, new Map(), { aliases });
  const tagged = ['other', type].map((tag) => prepare(resource({ a: 'x' }, { tags: { type: tag } })));
  const world = createWorld(tagged, { now });
  expect(tagged.map((one) => policy.judge(one, world).compliance)).toEqual([null, 'NonCompliant']);
});

test('a count that asks for the type alone is judged anew for each type, however it is spelled', () => {
  const count = {
    value: ['Example.Web/*', 'Other/*'],
    name: 'one',
    where: { value: "[field('type')]", like: "[current('one')]" },
  };
  const matching = {
    value: ['Example.Web/sites'],
    name: 'one',
    where: { value: "[field('type')]", match: "[current('one')]" },
  };
  const typesOf = (condition: Json) => {
    const rule = { if: { allOf: [condition] }, THEN: { effect: 'audit' } };
    const policy = compileDefinition(readDefinition({ name: 'x', mode: 'All', policyRule: rule }), new Map(), {
      aliases,
    });
    const judged = ['Example.Web/sites', 'example.web/sites', 'Strange/sites', 'other/x', 'Example.Web/sites'].map(
      (one) => prepare({ type: one }),
    );
    const world = createWorld(judged, { now });
    return judged.map((one) => policy.judge(one, world).compliance === 'NonCompliant');
  };
  expect(typesOf({ count, equals: 1 })).toEqual([true, true, false, true, true]);
  expect(typesOf({ count: matching, equals: 1 })).toEqual([true, false, false, false, true]);
});
