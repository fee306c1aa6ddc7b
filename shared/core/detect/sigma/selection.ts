import type { Json } from '../../../model/json';
import { Rejected } from '../../../model/rejected';
import { parseModifiers, type Modifiers } from './modifiers';
import type { FieldText, RecordView } from './recordView';
import { compileValue, type RuleValue, type ValueTest } from './valueTest';

export type Predicate = (view: RecordView) => boolean;

const maxValues = 20_000;

/** One selection: a map of fields (all must hold), a list of maps (one must) or keywords. Throws Rejected with the reason. */
export function compileSelection(name: string, selection: unknown): Predicate {
  if (isMap(selection)) return compileMap(name, selection);
  const list = Array.isArray(selection) ? (selection as unknown[]) : [selection];
  if (list.length === 0) throw invalid(`${name} is empty`);
  return any(list.map((item) => (isMap(item) ? compileMap(name, item) : compileItem(name, '', item))));
}

function compileMap(name: string, map: Record<string, unknown>): Predicate {
  const items = Object.entries(map).map(([key, value]) => compileItem(name, key, value));
  if (items.length === 0) throw invalid(`${name} is empty`);
  return every(items);
}

function compileItem(name: string, key: string, value: unknown): Predicate {
  const modifiers = parseModifiers(key);
  const values = valuesOf(`${name}.${key}`, value);
  const field = modifiers.field.toLowerCase();
  if (field === '') return compileKeywords(values, modifiers);
  if (modifiers.comparison === 'exists') return existsTest(`${name}.${key}`, field, values);
  const tests = values.map((one) => compileFieldValue(field, one, modifiers));
  const test = modifiers.flags.has('all') ? every(tests) : any(tests);
  if (!modifiers.flags.has('neq')) return test;
  return (view) => view.values(field) !== undefined && !test(view);
}

function compileFieldValue(field: string, value: RuleValue | null, modifiers: Modifiers): Predicate {
  if (value === null) return (view) => (view.values(field) ?? []).every((found) => found === null);
  if (modifiers.flags.has('fieldref')) return compareWithField(field, String(value).toLowerCase(), modifiers);
  const test = compileValue(value, modifiers);
  return (view) => view.texts(field).some(test);
}

/** Without `|re`, a keyword may stand anywhere in any value of the record. */
function compileKeywords(values: (RuleValue | null)[], modifiers: Modifiers): Predicate {
  const comparison = modifiers.comparison === 'equals' ? 'contains' : modifiers.comparison;
  const tests = values
    .map((value): ValueTest => compileValue(value ?? '', { ...modifiers, comparison }))
    .map(
      (test): Predicate =>
        (view) =>
          test(view.everything()),
    );
  return modifiers.flags.has('all') ? every(tests) : any(tests);
}

function existsTest(where: string, field: string, [expected]: (RuleValue | null)[]): Predicate {
  if (typeof expected !== 'boolean') throw invalid(`${where}: exists takes true or false`);
  return (view) => (view.values(field) !== undefined) === expected;
}

function compareWithField(field: string, other: string, { comparison, flags }: Modifiers): Predicate {
  const key = flags.has('cased') ? 'text' : 'lower';
  const compare = (a: FieldText, b: FieldText): boolean => {
    if (comparison === 'contains') return a[key].includes(b[key]);
    if (comparison === 'startswith') return a[key].startsWith(b[key]);
    if (comparison === 'endswith') return a[key].endsWith(b[key]);
    return a[key] === b[key];
  };
  return (view) => view.texts(field).some((a) => view.texts(other).some((b) => compare(a, b)));
}

function valuesOf(where: string, value: unknown): (RuleValue | null)[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  if (list.length === 0) throw invalid(`${where} has an empty list of values`);
  if (list.length > maxValues) throw invalid(`${where} has more than ${maxValues} values`);
  return list.map((one) => {
    if (one === null || typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean') return one;
    throw invalid(`${where}: a value is a text, a number, true, false or null`);
  });
}

function isMap(value: unknown): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function any(tests: Predicate[]): Predicate {
  return tests.length === 1 ? tests[0]! : (view) => tests.some((test) => test(view));
}

function every(tests: Predicate[]): Predicate {
  return tests.length === 1 ? tests[0]! : (view) => tests.every((test) => test(view));
}

const invalid = (reason: string): Rejected => new Rejected('RuleInvalid', reason);
