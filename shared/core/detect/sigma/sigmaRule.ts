import { z } from 'zod';

const name = z.string().min(1).max(200);
const texts = z.array(z.string().max(2000)).max(100);

const caseSchema = z.object({
  name,
  /** A body as a sender puts it on the telemetry hub. */
  body: z.string().max(262_144),
});

/** What we add to Sigma: how a match becomes an alert, and the cases that prove the rule. */
const extensionSchema = z.strictObject({
  alertType: z.string().regex(/^[\w.-]{1,100}$/),
  displayName: name.optional(),
  /** Defender plan: `VirtualMachines`, `Arm`, ... */
  plan: name.optional(),
  remediation: texts.default([]),
  /** What one alert is about: `resourceId`, an entity type (`host`, `account`, `ip` ...) or `fields.<path>`. */
  entity: z.array(name).min(1).max(5).default(['resourceId', 'host']),
  /** Paths of lists or JSON texts: the condition is asked of each element, the event around it answers for other fields. */
  each: z.array(name).min(1).max(10).optional(),
  windowSeconds: z.number().int().min(60).max(604_800).default(3600),
  cases: z.object({ positive: z.array(caseSchema).min(1), negative: z.array(caseSchema).min(1) }),
});

/** A Sigma 2 rule (one YAML document, parsed), as far as we read it. */
export const sigmaRuleSchema = z.looseObject({
  title: z.string().min(1).max(300),
  /** A UUID; public rules have some whose version digit is none. */
  id: z.guid(),
  description: z.string().max(20_000).default(''),
  author: z.string().max(1000).optional(),
  license: z.string().max(200).optional(),
  references: texts.nullish(),
  tags: z.array(z.string().max(200)).max(200).nullish(),
  fields: z.array(name).max(100).nullish(),
  level: z.enum(['informational', 'low', 'medium', 'high', 'critical']).default('medium'),
  logsource: z
    .looseObject({ product: name.nullish(), service: name.nullish(), category: name.nullish() })
    .refine(
      ({ product, service, category }) => product ?? service ?? category,
      'names no product, service or category',
    ),
  detection: z.looseObject({ condition: z.union([z.string(), z.array(z.string()).min(1).max(50)]) }),
  skywarden: extensionSchema.optional(),
});

export type SigmaRule = z.infer<typeof sigmaRuleSchema>;
export type SigmaCases = z.infer<typeof extensionSchema>['cases'];
