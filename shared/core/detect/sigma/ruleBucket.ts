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
  const always = numbersOf(rules, ({ clues }) => clues === undefined);
  const withElements = numbersOf(rules, ({ each, clues }) => each !== undefined && clues !== undefined);
  const perRecord = rules.some((rule) => rule.perRecord);
  const chosen: number[] = [];
  const chosenFor = new Uint32Array(rules.length);
  let turn = 0;

  function choose(rule: number): void {
    if (chosenFor[rule] === turn) return;
    chosenFor[rule] = turn;
    chosen.push(rule);
  }

  const findIn = createClueIndex(
    rules.map(({ clues }) => clues),
    choose,
  );

  return {
    isEmpty: false,
    candidatesFor(event) {
      turn = (turn + 1) >>> 0;
      chosen.length = 0;
      for (const rule of always) choose(rule);
      findIn(event.fields);
      if (perRecord && event.parts !== undefined) for (const part of event.parts) findIn(part);
      for (const rule of withElements) if (chosenFor[rule] !== turn && asksElements(rules[rule]!, event)) choose(rule);
      if (chosen.length === 0) return none;
      return chosen.sort((a, b) => a - b).map((rule) => rules[rule]!);
    },
  };
}

/** A field that the event lacks may stand in the elements of its lists, where no clue was looked for. */
const asksElements = ({ clues }: CompiledRule, { fields }: TelemetryEvent): boolean =>
  clues!.some(({ field }) => field === '' || valuesAt(fields, field) === undefined);

const numbersOf = (rules: readonly CompiledRule[], isIn: (rule: CompiledRule) => boolean): number[] =>
  rules.flatMap((rule, number) => (isIn(rule) ? [number] : []));
