import { z } from 'zod';

const name = z.string().min(1).max(200);
const texts = z.array(z.string().max(2000)).max(100);

const caseSchema = z.object({
  name,
  /** A body as a sender puts it on the telemetry hub. */
  body: z.string().max(262_144),
});

/** What we add to Sigma: how a match becomes an alert. */
export const alertExtension = {
  alertType: z.string().regex(/^[\w.-]{1,100}$/),
  displayName: name.optional(),
  /** Defender plan: `VirtualMachines`, `Arm`, ... */
  plan: name.optional(),
  remediation: texts.default([]),
  windowSeconds: z.number().int().min(60).max(604_800).default(3600),
  /** Id of a rule that tells of the same act by another record; both need the same `entity`. */
  sameAlertAs: z.guid().optional(),
  /** A test: its alerts join no incident. */
  standsAlone: z.literal(true).optional(),
};

/** Further, what the match is about, and the cases that prove the rule. */
const extensionSchema = z.strictObject({
  ...alertExtension,
  /** What one alert is about: `resourceId`, an entity type (`host`, `account`, `ip` ...) or `fields.<path>`. */
  entity: z.array(name).min(1).max(5).default(['resourceId', 'host']),
  /** Paths of lists or JSON texts: the condition is asked of each element, for fields that the event around it lacks. */
  each: z.array(name).min(1).max(10).optional(),
  /** All that is shipped has some. */
  cases: z.object({ positive: z.array(caseSchema).min(1), negative: z.array(caseSchema).min(1) }).optional(),
});

/** What rules and correlations say of themselves. */
export const ruleHeader = {
  title: z.string().min(1).max(300),
  /** A UUID; public rules have some whose version digit is none. */
  id: z.guid(),
  /** What correlations and filters call the rule, beside its id. */
  name: name.optional(),
  description: z.string().max(20_000).default(''),
  author: z.string().max(1000).optional(),
  license: z.string().max(200).optional(),
  references: texts.nullish(),
  tags: z.array(z.string().max(200)).max(200).nullish(),
  fields: z.array(name).max(100).nullish(),
  level: z.enum(['informational', 'low', 'medium', 'high', 'critical']).default('medium'),
};

export const logSourceSchema = z
  .looseObject({ product: name.nullish(), service: name.nullish(), category: name.nullish() })
  .refine(({ product, service, category }) => product ?? service ?? category, 'names no product, service or category');

/** A Sigma 2 rule (one YAML document, parsed), as far as we read it. */
export const sigmaRuleSchema = z.looseObject({
  ...ruleHeader,
  logsource: logSourceSchema,
  detection: z.looseObject({ condition: z.union([z.string(), z.array(z.string()).min(1).max(50)]) }),
  skywarden: extensionSchema.optional(),
});

export type SigmaRule = z.infer<typeof sigmaRuleSchema>;
export type SigmaCases = NonNullable<z.infer<typeof extensionSchema>['cases']>;
