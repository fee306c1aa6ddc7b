import { z } from 'zod';
import type { LogSource } from '../../../model/telemetryEvent';
import { compileDetection, type CompiledRule, lowerLogSource } from './compileRule';
import type { ItemContext } from './detectionItem';
import { hasParts, logSourcePlan } from './logSourcePlan';
import { RuleFault } from './ruleFault';
import { logSourceSchema } from './sigmaRule';
import { allOf, not, type Test } from './test';

const filterSchema = z.looseObject({
  logsource: logSourceSchema.optional(),
  filter: z.looseObject({
    rules: z
      .union([
        z.literal('any').transform(() => undefined),
        z.array(z.string()).min(1),
        z.string().transform((one) => [one]),
      ])
      .optional(),
    condition: z.union([z.string(), z.array(z.string()).min(1).max(50)]),
  }),
});

/** Takes known good events out of rules. */
export interface Filter {
  /** Ids or names, lower case; undefined: all rules of the log source. */
  rules: readonly string[] | undefined;
  logSource: LogSource;
  test: Test;
}

/** Throws RuleFault. */
export function compileFilter(raw: unknown, context: ItemContext): Filter {
  const parsed = filterSchema.safeParse(raw);
  if (!parsed.success) throw new RuleFault(z.prettifyError(parsed.error), ['filter']);
  const { rules, ...detection } = parsed.data.filter;
  const logSource = lowerLogSource(parsed.data.logsource ?? {});
  return {
    rules: rules?.map((name) => name.toLowerCase()),
    logSource,
    test: compileDetection(detection, { ...context, fields: logSourcePlan(logSource).fields }, 'filter'),
  };
}

/** The rule without what the filter knows to be good, when the filter is for it. */
export function applyFilter(rule: CompiledRule, { rules, logSource, test }: Filter): CompiledRule {
  const names = [rule.rule.id, rule.name?.toLowerCase()];
  const isMeant = rules === undefined || rules.some((name) => names.includes(name));
  if (!isMeant || !hasParts(logSource, rule.logSource)) return rule;
  return { ...rule, matches: allOf([{ holds: rule.matches, clues: rule.clues }, not(test)]).holds };
}
