import { z } from 'zod';
import type { RuleFileRow } from '../core/detect/userRules/ruleFileRow';
import type { RuleFile } from '../flows/ports/rules';

export const ruleFileSchema = z.object({
  name: z.string(),
  state: z.enum(['compiled', 'rejected']).meta({
    description: 'Rejected when anything in it is wrong; its other rules are used all the same',
  }),
  rules: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      kind: z.enum(['rule', 'correlation', 'filter']),
      state: z.enum(['compiled', 'rejected']),
      enabled: z.boolean(),
    }),
  ),
  faults: z.array(z.string()).meta({ description: 'file:line: reason' }),
  bytes: z.number().int(),
  etag: z.string(),
  changedAt: z.string(),
});

/** Faults of one file in an answer. */
const maxFaults = 50;

/** One file as the API tells of it. */
export function ruleFileAnswer(
  { name, state, rules, faults }: RuleFileRow,
  { bytes, etag, changedAt }: Omit<RuleFile, 'name'>,
  disabled: ReadonlySet<string>,
): z.infer<typeof ruleFileSchema> {
  return {
    name,
    state,
    rules: rules.map((rule) => ({ ...rule, enabled: !disabled.has(rule.id) })),
    faults: faults.slice(0, maxFaults),
    bytes,
    etag,
    changedAt,
  };
}
