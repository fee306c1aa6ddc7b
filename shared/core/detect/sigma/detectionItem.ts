import { Rejected } from '../../../model/rejected';
import { clueOfAll, clueOfAny } from './clue';
import { createFieldReader, type FieldNames, type FieldReader } from './fieldReader';
import { compareFields } from './fieldReference';
import { parseModifiers, type Modifiers } from './modifiers';
import { expandPlaceholders, type Placeholders } from './placeholders';
import { type FieldText, lowerOf, type RecordView } from './recordView';
import { allOf, anyOf, not, type Test } from './test';
import { compileValue, type RuleValue, type ValueTest } from './valueTest';

/** What the place where a rule runs adds to it. */
export interface ItemContext {
  /** Lists behind `%name%`. */
  placeholders?: Placeholders | undefined;
  /** Names of the rule's fields in our records. */
  fields?: FieldNames | undefined;
}

type Value = RuleValue | null;

const maxValues = 20_000;

/** One line of a selection, `Field|modifier: values`, or keywords when it names no field. Throws Rejected with the reason. */
export function compileItem(name: string, key: string, value: unknown, context: ItemContext): Test {
  const where = key === '' ? name : `${name}.${key}`;
  const modifiers = parseModifiers(key);
  const values = valuesOf(where, value);
  const field = createFieldReader(modifiers.field, context.fields);
  if (modifiers.field === '') return keywordTest(where, values, modifiers, context);
  if (modifiers.comparison === 'exists') return existsTest(where, field, values);
  if (modifiers.flags.has('fieldref')) return fieldReferences(where, field, values, modifiers, context);
  const test = fieldTest(where, field, values, modifiers, context);
  return modifiers.flags.has('neq') ? present([field], not(test)) : test;
}

function fieldTest(
  where: string,
  field: FieldReader,
  values: Value[],
  modifiers: Modifiers,
  context: ItemContext,
): Test {
  const compiled = expanded(where, values, modifiers, context).map((one) =>
    compileValue(modifiers.field, one, modifiers),
  );
  const clues = compiled.map((one) => field.underAllNames(one.clues));
  if (compiled.length === 0) return { holds: (view) => field.values(view)?.includes(null) ?? true, clues: [] };
  if (modifiers.flags.has('all')) {
    return {
      holds: (view) => compiled.every(({ test }) => some(field.texts(view), test)),
      clues: clueOfAll(clues),
    };
  }
  const test = anyTest(merged(compiled));
  return { holds: (view) => some(field.texts(view), test), clues: clueOfAny(clues) };
}

function some(texts: readonly FieldText[], test: ValueTest): boolean {
  for (const text of texts) if (test(text)) return true;
  return false;
}

function anyTest(tests: readonly ValueTest[]): ValueTest {
  if (tests.length === 1) return tests[0]!;
  return (text) => {
    for (const test of tests) if (test(text)) return true;
    return false;
  };
}

/** Plain values of a list are looked up together. */
function merged(compiled: readonly { test: ValueTest; plain?: string }[]): ValueTest[] {
  const plain = compiled.flatMap((one) => (one.plain === undefined ? [] : [one.plain]));
  if (plain.length < 2) return compiled.map(({ test }) => test);
  const texts = new Set(plain);
  return [
    (value) => texts.has(lowerOf(value)),
    ...compiled.filter((one) => one.plain === undefined).map(({ test }) => test),
  ];
}

/** A keyword may stand anywhere in any value of the record; another comparison is made with each value. */
function keywordTest(where: string, values: Value[], modifiers: Modifiers, context: ItemContext): Test {
  const comparison = modifiers.comparison === 'equals' ? 'contains' : modifiers.comparison;
  const keywords = expanded(where, values, modifiers, context).map((value) =>
    compileValue('', value, { ...modifiers, comparison }),
  );
  if (keywords.length === 0) throw invalid(`${where}: null is no keyword`);
  const tests = keywords.map(({ test }) => test);
  const clues = keywords.map((keyword) => keyword.clues);
  const holds = (view: RecordView, test: ValueTest): boolean =>
    comparison === 'contains' ? test(view.everything()) : some(view.leaves(), test);
  const negated = (test: Test): Test => (modifiers.flags.has('neq') ? not(test) : test);
  return negated(
    modifiers.flags.has('all')
      ? { holds: (view) => tests.every((test) => holds(view, test)), clues: clueOfAll(clues) }
      : { holds: (view) => tests.some((test) => holds(view, test)), clues: clueOfAny(clues) },
  );
}

function expanded(where: string, values: Value[], { flags }: Modifiers, { placeholders }: ItemContext): RuleValue[] {
  const given = values.filter((value) => value !== null);
  if (!flags.has('expand')) return given;
  const filled: RuleValue[] = [];
  for (const value of given) {
    for (const one of expandPlaceholders(where, String(value), placeholders)) filled.push(one);
    if (filled.length > maxValues) throw invalid(`${where}: the placeholders make more than ${maxValues} values`);
  }
  return filled;
}

function existsTest(where: string, field: FieldReader, values: Value[]): Test {
  const [expected] = values;
  if (typeof expected !== 'boolean' || values.length > 1) throw invalid(`${where}: exists takes true or false`);
  return { holds: (view) => (field.values(view) !== undefined) === expected, clues: [] };
}

function fieldReferences(
  where: string,
  field: FieldReader,
  values: Value[],
  modifiers: Modifiers,
  context: ItemContext,
): Test {
  const others = values.map((value) => {
    if (value === null) throw invalid(`${where}: fieldref takes the name of a field`);
    return createFieldReader(String(value), context.fields);
  });
  const tests = others.map((other): Test => ({ holds: compareFields(field, other, modifiers), clues: [] }));
  const test = modifiers.flags.has('all') ? allOf(tests) : anyOf(tests);
  return modifiers.flags.has('neq') ? present([field, ...others], not(test)) : test;
}

/** Fields must be there before their difference means anything. */
const present = (fields: FieldReader[], { holds }: Test): Test => ({
  holds: (view) => fields.every((field) => field.values(view) !== undefined) && holds(view),
  clues: [],
});

function valuesOf(where: string, value: unknown): Value[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  if (list.length === 0) throw invalid(`${where} has an empty list of values`);
  if (list.length > maxValues) throw invalid(`${where} has more than ${maxValues} values`);
  if (list.length > 1 && list.includes(null)) {
    throw invalid(`${where}: null stands alone, not in a list of values; write a list of selections instead`);
  }
  return list.map((one) => {
    if (one === null || typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean') return one;
    throw invalid(`${where}: a value is a text, a number, true, false or null`);
  });
}

const invalid = (reason: string): Rejected => new Rejected('RuleInvalid', reason);
