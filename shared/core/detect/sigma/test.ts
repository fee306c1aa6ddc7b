import { type Clues, clueOfAll, clueOfAny } from './clue';
import type { RecordView } from './recordView';

export type Predicate = (view: RecordView) => boolean;

/** A part of a rule: how it is asked, and what a record must hold before it can be true. */
export interface Test {
  holds: Predicate;
  clues: Clues;
}

export function anyOf(tests: readonly Test[]): Test {
  if (tests.length === 1) return tests[0]!;
  const parts = tests.map(({ holds }) => holds);
  const clues = clueOfAny(tests.map((test) => test.clues));
  return {
    clues,
    holds(view) {
      for (let part = 0; part < parts.length; part++) if (parts[part]!(view)) return true;
      return false;
    },
  };
}

/** Parts are asked in the order written; those that cost least and tell most are usually written first. */
export function allOf(tests: readonly Test[]): Test {
  if (tests.length === 1) return tests[0]!;
  const parts = tests.map(({ holds }) => holds);
  const clues = clueOfAll(tests.map((test) => test.clues));
  return {
    clues,
    holds(view) {
      for (let part = 0; part < parts.length; part++) if (!parts[part]!(view)) return false;
      return true;
    },
  };
}

/** What a record lacks makes this true: nothing has to be found. */
export const not = ({ holds }: Test): Test => ({ holds: (view) => !holds(view), clues: [] });

export function atLeast(count: number, tests: readonly Test[]): Test {
  if (count <= 1) return anyOf(tests);
  if (count === tests.length) return allOf(tests);
  const clues = clueOfAny(tests.map((test) => test.clues));
  return { holds: (view) => tests.filter(({ holds }) => holds(view)).length >= count, clues };
}
