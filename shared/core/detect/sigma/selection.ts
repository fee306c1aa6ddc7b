import { Rejected } from '../../../model/rejected';
import { compileItem, type ItemContext } from './detectionItem';
import { at } from './ruleFault';
import { allOf, anyOf, type Test } from './test';

/** One selection: a map of fields (all must hold), a list of maps (one must) or keywords. Throws Rejected with the reason. */
export function compileSelection(name: string, selection: unknown, context: ItemContext = {}): Test {
  if (isMap(selection)) return compileMap(name, selection, context);
  const list = Array.isArray(selection) ? (selection as unknown[]) : [selection];
  if (list.length === 0) throw empty(name);
  const maps = list.flatMap((map, place) => (isMap(map) ? [at([place], () => compileMap(name, map, context))] : []));
  const keywords = list.filter((item) => !isMap(item));
  return anyOf(keywords.length === 0 ? maps : [...maps, compileItem(name, '', keywords, context)]);
}

function compileMap(name: string, map: Record<string, unknown>, context: ItemContext): Test {
  const items = Object.entries(map).map(([key, value]) => at([key], () => compileItem(name, key, value, context)));
  if (items.length === 0) throw empty(name);
  return allOf(items);
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const empty = (name: string): Rejected => new Rejected('RuleInvalid', `${name} is empty`);
