import fc from 'fast-check';
import { Doubt } from '../../../../shared/core/posture/policy/doubt';
import type { Json, JsonObject } from '../../../../shared/model/json';
import type { Judgement } from '../../../../shared/core/posture/policy/judgement';
import { aliasTable } from '../../../../shared/core/posture/policy/fields/aliasTable';
import { judgeRule, resource, type } from './judging';

const options = { aliases: { ...aliasTable([]), isKnown: () => true } };
const unknown = new Doubt('not-known-before-deployment', 'x') as unknown as Json;

const scalar = fc.constantFrom<Json>('a', 'B', '', '5', 5, 0, true, null, [], ['a'], { k: 'v' });
const operator = fc.constantFrom(
  ...'equals notEquals like notLike in notIn contains notContains exists containsKey greater lessOrEquals match'.split(
    ' ',
  ),
);
const alias = fc.constantFrom('a', 'b', 'texts[*]', 'texts', 'list[*].a').map((name) => `${type}/${name}`);
const left = fc.oneof(
  alias.map((field): JsonObject => ({ field })),
  alias.map((field): JsonObject => ({ value: `[field('${field}')]` })),
  alias.map((field): JsonObject => ({ value: `[concat('x', string(field('${field}')))]` })),
  fc.constantFrom<JsonObject>(
    { value: `[if(equals(field('${type}/a'), 'a'), field('${type}/b'), 'B')]` },
    { value: `[and(equals(field('${type}/a'), 'a'), not(empty(field('${type}/b'))))]` },
    { value: `[coalesce(tryGet(field('${type}/a'), 'k'), 'a')]` },
    { value: `[length(field('${type}/texts[*]'))]` },
    { field: 'tags.a' },
  ),
);
const leaf = fc
  .tuple(left, operator, scalar)
  .map(([side, name, right]): JsonObject => ({ ...side, [name]: name === 'exists' ? right === 'a' : right }));
const { condition } = fc.letrec<{ condition: JsonObject }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    tie('condition').map((not): JsonObject => ({ not })),
    fc.array(tie('condition'), { maxLength: 3 }).map((allOf): JsonObject => ({ allOf })),
    fc.array(tie('condition'), { maxLength: 3 }).map((anyOf): JsonObject => ({ anyOf })),
    fc
      .tuple(
        fc.constantFrom('texts[*]', 'list[*]'),
        tie('condition'),
        fc.constantFrom('equals', 'greater', 'less'),
        fc.nat(2),
      )
      .map(([name, where, compare, number]): JsonObject => ({
        count: { field: `${type}/${name}`, where },
        [compare]: number,
      })),
  ),
}));

const values = fc.record({
  a: scalar,
  b: scalar,
  texts: fc.array(scalar, { maxLength: 3 }),
  list: fc.array(
    scalar.map((a): Json => ({ a })),
    { maxLength: 2 },
  ),
});

const judge = (rule: Json, properties: JsonObject) => judgeRule({ allOf: [rule] }, resource(properties), { options });

/** The same values with one of them not known, or another in its place. */
function withHole(given: JsonObject, hole: number, value: Json): JsonObject {
  const [texts, list] = [given['texts'] as Json[], given['list'] as Json[]];
  if (hole === 2 && texts.length > 0) return { ...given, texts: [...texts.slice(1), value] };
  if (hole === 3 && list.length > 0) return { ...given, list: [...list.slice(1), { a: value }] };
  return { ...given, [hole % 2 === 0 ? 'a' : 'b']: value };
}

const isSettled = ({ compliance, reason }: Judgement): boolean => compliance !== 'Unknown' && reason === null;
/** A rule that can never be true is about nothing. */
const isGood = ({ compliance }: Judgement): boolean => compliance === 'Compliant' || compliance === null;

test('what is settled without a value stays so with any value', () => {
  const agree = (before: Judgement, after: Judgement): boolean =>
    !isSettled(before) || after.compliance === 'Unknown' || isGood(before) === isGood(after);
  fc.assert(
    fc.property(condition, values, fc.nat(3), scalar, (rule, given, hole, value) =>
      agree(judge(rule, withHole(given, hole, unknown)), judge(rule, withHole(given, hole, value))),
    ),
    { numRuns: 3_000 },
  );
  expect(agree(judge({ field: 'name', like: 'x' }, {}), judge({ field: 'name', like: '*' }, {}))).toBe(false);
});

test('what fails to evaluate makes no resource look better: not turns all but failures round', () => {
  const opposite = (one: Judgement, other: Judgement): boolean =>
    isSettled(one) && isSettled(other) ? isGood(one) !== isGood(other) : !isGood(one) && !isGood(other);
  fc.assert(
    fc.property(condition, values, (rule, given) => opposite(judge(rule, given), judge({ not: rule }, given))),
    { numRuns: 3_000 },
  );
  expect(opposite(judge({ field: 'name', like: 'x' }, {}), judge({ field: 'name', like: 'y' }, {}))).toBe(false);
});
