import type { Json } from '../../../../model/json';
import { areEqual } from '../coerce';
import type { Doubt } from '../doubt';
import { fold } from '../fold';
import { tooManyPairs } from './pureFunction';

/** What a list holds, without case: texts are found at once, all else one by one. */
interface Membership {
  all: Json[];
  has(element: Json): boolean;
  add(element: Json): void;
}

const isText = (value: Json): value is string => typeof value === 'string';
const countOthers = (list: readonly Json[]): number =>
  list.reduce((sum: number, one) => sum + (isText(one) ? 0 : 1), 0);

function membership(): Membership {
  const texts = new Set<string>();
  const [all, others]: [Json[], Json[]] = [[], []];
  return {
    all,
    has: (element) =>
      isText(element)
        ? texts.has(fold(element)) || others.some((one) => areEqual(one, element))
        : all.some((one) => areEqual(one, element)),
    add(element) {
      all.push(element);
      if (isText(element)) texts.add(fold(element));
      else others.push(element);
    },
  };
}

/** Elements that equal none before them. */
export function distinct(list: readonly Json[]): Json[] | Doubt {
  const tooMany = tooManyPairs(list.length * countOthers(list));
  if (tooMany) return tooMany;
  const kept = membership();
  for (const element of list) if (!kept.has(element)) kept.add(element);
  return kept.all;
}

/** Elements that the other list has too. */
export function shared(list: readonly Json[], other: readonly Json[]): Json[] | Doubt {
  const tooMany = tooManyPairs(countOthers(list) * other.length + list.length * countOthers(other));
  if (tooMany) return tooMany;
  const held = membership();
  for (const element of other) held.add(element);
  return list.filter((element) => held.has(element));
}
