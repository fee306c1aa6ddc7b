import { z } from 'zod';
import { alertExtension, ruleHeader } from '../sigmaRule';

const reference = z.string().min(1).max(300);
const field = z.string().min(1).max(300);
const number = z.number().min(0).max(1e9);

const bounds = {
  gt: number.optional(),
  gte: number.optional(),
  lt: number.optional(),
  lte: number.optional(),
  eq: number.optional(),
};
const listOf = <T extends z.ZodType>(element: T) =>
  z.union([element.transform((one) => [one]), z.array(element).min(1).max(50)]);

const caseSchema = z.object({
  name: z.string().min(1).max(200),
  bodies: z.array(z.string().max(262_144)).min(1).max(1000),
});

/** A Sigma correlation: what many events mean together. */
export const correlationSchema = z.looseObject({
  ...ruleHeader,
  correlation: z.strictObject({
    type: z.enum(['event_count', 'value_count', 'temporal', 'temporal_ordered']),
    /** Ids or names of rules, or of other correlations. */
    rules: listOf(reference),
    'group-by': z.union([field.transform((one) => [one]), z.array(field).max(20)]).default([]),
    timespan: z.string().regex(/^\d{1,6}[smhdw]$/, 'is a number and one of s, m, h, d, w'),
    condition: z.strictObject({ ...bounds, field: listOf(field).optional() }).optional(),
    /** Name for a field that rules call differently: `{alias: {rule: field}}`. */
    aliases: z.record(z.string(), z.record(z.string(), field)).default({}),
    /** The rules raise alerts of their own as well. */
    generate: z.boolean().default(false),
  }),
  skywarden: z
    .strictObject({
      ...alertExtension,
      cases: z.object({ positive: z.array(caseSchema), negative: z.array(caseSchema) }).optional(),
    })
    .optional(),
});

export type Correlation = z.infer<typeof correlationSchema>;
