import type { Json } from '../../../../shared/model/json';
import { judgeRule, resource, truthOf, type, type Case } from './judging';

const a = `${type}/a`;
const isSite = { field: 'type', equals: type };

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
