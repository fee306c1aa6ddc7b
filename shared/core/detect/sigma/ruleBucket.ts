import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { createClueIndex } from './clueIndex';
import type { CompiledRule } from './compileRule';
import { valuesAt } from './fieldPath';

/** The rules of one log source. */
export interface RuleBucket {
  isEmpty: boolean;
  /** Rules that may match, in their order; all others do not. */
  candidatesFor(event: TelemetryEvent): readonly CompiledRule[];
}

const none: readonly CompiledRule[] = [];

export function createRuleBucket(rules: readonly CompiledRule[]): RuleBucket {
  if (rules.length === 0) return { isEmpty: true, candidatesFor: () => none };
  const always = numbersOf(rules, ({ clues }) => clues.length === 0);
  const withElements = numbersOf(rules, ({ each, clues }) => each !== undefined && clues.length > 0);
  const perRecord = rules.some((rule) => rule.perRecord);
  const sets = rules.flatMap(({ clues }, rule) => clues.map((clues, place) => ({ rule, clues, place })));
  const chosen: number[] = [];
  const chosenIn = new Uint32Array(rules.length);
  /** Turns in which the first and the second list of a rule had a clue found; one that has a single list needs no second. */
  const foundIn = [0, 1].map(() => new Uint32Array(rules.length));
  const [first, second] = foundIn as [Uint32Array, Uint32Array];
  const isSingle = Uint8Array.from(rules, ({ clues }) => (clues.length === 1 ? 1 : 0));
  let turn = 0;

  function choose(rule: number): void {
    if (chosenIn[rule] === turn) return;
    chosenIn[rule] = turn;
    chosen.push(rule);
  }

  function foundOf(set: number): void {
    const { rule, place } = sets[set]!;
    foundIn[place]![rule] = turn;
    if (first[rule] === turn && (isSingle[rule] === 1 || second[rule] === turn)) choose(rule);
  }

  const findIn = createClueIndex(
    sets.map(({ clues }) => clues),
    foundOf,
  );

  return {
    isEmpty: false,
    candidatesFor(event) {
      turn = (turn + 1) >>> 0;
      chosen.length = 0;
      for (const rule of always) choose(rule);
      findIn(event.fields);
      if (perRecord && event.parts !== undefined) for (const part of event.parts) findIn(part);
      for (const rule of withElements) if (chosenIn[rule] !== turn && asksElements(rules[rule]!, event)) choose(rule);
      if (chosen.length === 0) return none;
      return chosen.sort((a, b) => a - b).map((rule) => rules[rule]!);
    },
  };
}

/** A field that the event lacks may stand in the elements of its lists, where no clue was looked for. */
const asksElements = ({ clues }: CompiledRule, { fields }: TelemetryEvent): boolean =>
  clues.some((list) => list.some(({ field }) => field === '' || valuesAt(fields, field) === undefined));

const numbersOf = (rules: readonly CompiledRule[], isIn: (rule: CompiledRule) => boolean): number[] =>
  rules.flatMap((rule, number) => (isIn(rule) ? [number] : []));
