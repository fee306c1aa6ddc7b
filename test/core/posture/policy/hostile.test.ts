import type { Json, JsonObject } from '../../../../shared/model/json';
import { lowerKeys } from '../../../../shared/core/posture/policy/lowerKeys';
import { prepare } from '../../../../shared/core/posture/policy/resources/prepare';
import { compileDefinition } from '../../../../shared/core/posture/policy/compileDefinition';
import { readDefinition } from '../../../../shared/core/posture/policy/definition';
import { createWorld } from '../../../../shared/core/posture/policy/resources/world';
import { aliases, group, judgeRule, now, resource, truthOf, type, valueOf } from './judging';

const a = `${type}/a`;
const parsed = (json: string): JsonObject => JSON.parse(json) as JsonObject;

/** Each finishes at once or, before it was bounded, not within the time that a test has. */
describe('sizes are bounded', () => {
  test('keys that differ in case only, level by level', () => {
    let nested: Json = 1;
    for (let depth = 0; depth < 100; depth += 1) nested = { key: nested, KEY: depth };
    expect(lowerKeys(nested)).toEqual({ key: 99 });
  });

  test('an id of a million segments', () => {
    const prepared = prepare({ id: `/subscriptions/s/providers/${'a/'.repeat(500_000)}` });
    expect(prepared.owners.length).toBeLessThan(100);
  });

  test('a text that is nearly a number', () => {
    expect(truthOf({ field: a, equals: 5 }, resource({ a: `${'1'.repeat(300_000)}x` }))).toBe(false);
  });

  test.each<[string, JsonObject, string]>([
    ['a pattern of many marks', { field: a, like: `*${'a'.repeat(60_000)}b*c` }, 'a'.repeat(400_000)],
    ['a pattern with single characters', { field: a, like: `*${'a?'.repeat(30_000)}b` }, 'a'.repeat(400_000)],
  ])('%s', (_, condition, text) => expect(truthOf(condition, resource({ a: text }))).toBe('limit-exceeded'));

  test.each([
    [`['${'x'}'${'.a'.repeat(30_000)}]`],
    [`[createArray()${'[0]'.repeat(20_000)}]`],
    [`[${'('.repeat(70_000)}]`],
  ])('expressions that chain: %#', (expression) =>
    expect(['limit-exceeded', 'unsupported-syntax']).toContain(truthOf({ value: expression, equals: 1 })),
  );

  test.each([
    ['a/b.', 30],
    ['a.', 60_000],
    ['a/', 20_000],
    ['a[*].', 20_000],
  ])('aliases of many steps: %s', (step, times) => {
    const field = `${type}/${step.repeat(times)}c`;
    expect(['limit-exceeded', 'alias-unconfirmed']).toContain(truthOf({ field, exists: false }));
    expect(['limit-exceeded', 'alias-unconfirmed']).toContain(
      truthOf({ field: `[concat('${field}')]`, exists: false }),
    );
  });

  test('a right side that is nested deep', () => {
    for (const wrap of [(one: Json): Json => [one], (one: Json): Json => ({ k: one })]) {
      let right: Json = 'x';
      for (let depth = 0; depth < 20_000; depth += 1) right = wrap(right);
      expect(truthOf({ field: a, equals: right })).toBe('limit-exceeded');
    }
  });

  test('as many related resources as there are resources, all in one group', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => `${group}/providers/${type}/s${at}`);
    const things = many.map((_, at) =>
      prepare({ id: `${group}/providers/Other.Net/things/t${at}`, properties: { a: 1 } }),
    );
    const details = { type: 'Other.Net/things', existenceCondition: { field: 'Other.Net/things/a', equals: 2 } };
    const rule = { if: { field: 'type', equals: type }, THEN: { effect: 'auditIfNotExists', details } };
    const policy = compileDefinition(readDefinition({ name: 'many', mode: 'All', policyRule: rule }), new Map(), {
      aliases,
    });
    const sites = many.map((id) => prepare({ id }));
    const world = createWorld([...sites, ...things], { now });
    const verdicts = new Set(sites.map((site) => policy.judge(site, world).compliance));
    expect(verdicts).toEqual(new Set(['NonCompliant']));
  });

  test('conditions that nest deep', () => {
    let condition: Json = { field: a, equals: 'x' };
    for (let depth = 0; depth < 20_000; depth += 1) condition = { not: condition };
    expect(truthOf(condition)).toBe('limit-exceeded');
  });

  const long = 'x'.repeat(100_000);
  const list = Array.from({ length: 30_000 }, (_, at) => at);
  test.each([
    [`format('${'{0}'.repeat(20_000)}', field('${a}'))`, long],
    [`string(createArray(${Array.from({ length: 120 }, () => `field('${a}')`).join()}))`, 'x'.repeat(5_000_000)],
    [`join(field('${a}'), 'x')`, Array.from({ length: 30_000 }, () => long)],
    [`replace(field('${a}'), 'x', field('${a}'))`, long],
    [`split(field('${a}'), field('${type}/texts'))`, long],
    [`length(union(field('${a}'), field('${type}/texts')))`, list],
    [`length(intersection(field('${a}'), field('${type}/texts')))`, list],
  ])('results of functions: %.30s', (expression, value) => {
    const texts = Array.from({ length: 30_000 }, (_, at) => `y${at}`);
    expect(valueOf(`[${expression}]`, resource({ a: value, texts }))).toBe('limit-exceeded');
  });

  test('distinct texts are found without comparing all with all', () => {
    const texts = Array.from({ length: 30_000 }, (_, at) => `t${at}`);
    const other = texts.map((text) => text.toUpperCase());
    const judged = resource({ a: texts, b: other });
    expect(valueOf(`[length(union(field('${a}'), field('${type}/b')))]`, judged)).toBe(30_000);
    expect(valueOf(`[length(intersection(field('${a}'), field('${type}/b')))]`, judged)).toBe(30_000);
  });
});

describe('names of JavaScript mean nothing', () => {
  const proto = parsed('{"__proto__":{"a":"x"},"constructor":"c","toString":"t"}');

  test.each<[string, JsonObject, boolean | string]>([
    ['inherited members are missing', { field: `${type}/object`, containsKey: 'valueOf' }, false],
    ['a key of its own is there', { field: `${type}/object`, containsKey: '__PROTO__' }, true],
    ['equal with it', { field: `${type}/object`, equals: proto }, true],
    ['tags', { field: 'tags.hasOwnProperty', exists: false }, true],
    ['indexes', { value: "[createObject('a',1)['__proto__']]", equals: null }, true],
    ['members', { value: '[resourceGroup().constructor]', equals: null }, true],
    ['of lists', { value: "[tryGet(createArray(1),'length')]", equals: null }, true],
    ['functions', { value: "[constructor('x')]", equals: 1 }, 'unsupported-function'],
    ['functions of objects', { value: '[toString()]', equals: 1 }, 'unsupported-function'],
    ['operators', parsed(`{"field":"${a}","__proto__":"x"}`), 'unsupported-operator'],
    ['parameters', { value: "[parameters('__proto__')]", equals: 1 }, 'parameter-missing'],
    ['fields', { field: '__proto__', equals: 1 }, 'unsupported-field'],
    ['types of others', { field: 'constructor/prototype/a', exists: false }, 'alias-unconfirmed'],
  ])('%s', (_, condition, truth) =>
    expect(truthOf(condition, resource({ object: proto }, { tags: { a: 'b' } }))).toBe(truth),
  );

  test.each(['constructor', '__proto__', 'toString'])('a type or name %s', (word) => {
    const judged = { id: `/${word}`, type: word, name: word, location: word, properties: {} };
    expect(truthOf({ field: 'type', equals: word }, judged)).toBe(true);
    expect(truthOf({ field: 'location', equals: word }, judged)).toBe(true);
    expect(truthOf({ value: `[parameters('${word}')]`, equals: 1 }, judged)).toBe('parameter-missing');
    expect(judgeRule({ field: 'type', equals: word }, judged, { effect: word }).reason).toBe('unsupported-syntax');
    expect(truthOf({ field: 'type', equals: word }, judged, { mode: word })).toBe('unsupported-mode');
  });

  test('json() and parameters make ordinary members', () => {
    expect(truthOf({ value: '[json(\'{"__proto__":{"x":1}}\').x]', equals: null })).toBe(true);
    const values = { p: parsed('{"__proto__":{"x":1}}') };
    expect(truthOf({ value: "[parameters('p').x]", equals: null }, resource(), { values })).toBe(true);
    expect(({} as JsonObject)['x']).toBeUndefined();
  });
});

describe('values that are no values of their place', () => {
  const strange: Json[] = [null, 5, true, 'text', [], [[]], {}, { a: null }];

  test('members of a resource may be anything', () => {
    for (const value of strange) {
      const judged = {
        id: value,
        name: value,
        type: value,
        kind: value,
        location: value,
        tags: value,
        identity: value,
        properties: value,
        apiVersion: value,
      };
      for (const field of ['name', 'id', 'kind', 'location', 'tags.a', 'identity.type', 'fullName', `${type}/a`]) {
        expect(() => judgeRule({ field, equals: 'x' }, judged)).not.toThrow();
        expect(() => judgeRule({ value: `[field('${field}')]`, contains: 'x' }, judged)).not.toThrow();
      }
      expect(() => judgeRule({ value: '[resourceGroup().name]', equals: 'x' }, judged)).not.toThrow();
    }
  });

  test('parts of a rule may be anything', () => {
    const parts = ['if', 'then', 'effect', 'details', 'existenceCondition', 'name', 'type', 'existenceScope'];
    for (const value of strange)
      for (const part of parts) {
        const details: JsonObject = { type: 'Example.Web/sites/x', existenceCondition: { field: 'name', equals: 'x' } };
        if (part in details || part === 'name' || part === 'existenceScope') details[part] = value;
        const given = { effect: 'AuditIfNotExists', details: part === 'details' ? value : details };
        const condition = part === 'if' ? value : { field: 'type', equals: type };
        expect(() => judgeRule(condition, resource(), given)).not.toThrow();
      }
  });

  test('any right side of any operator is judged', () => {
    const operators =
      'equals like match matchInsensitively in contains containsKey exists greater greaterOrEquals less notIn';
    for (const operator of operators.split(' '))
      for (const right of [...strange, '[null()]', '[createArray()]', Infinity, '[1e999]'])
        for (const left of [...strange, Infinity])
          expect(() => truthOf({ field: a, [operator]: right }, resource({ a: left }))).not.toThrow();
  });
});
