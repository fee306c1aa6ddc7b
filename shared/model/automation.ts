import { z } from 'zod';

/** Accepts an enum value in any case and answers the canonical spelling. */
function anyCase<const T extends readonly [string, ...string[]]>(values: T) {
  const byLower = new Map(values.map((value) => [value.toLowerCase(), value]));
  return z.preprocess(
    (value) => (typeof value === 'string' ? (byLower.get(value.toLowerCase()) ?? value) : value),
    z.enum(values),
  );
}

export const eventSources = [
  'Assessments',
  'AssessmentsSnapshot',
  'SubAssessments',
  'SubAssessmentsSnapshot',
  'Alerts',
  'SecureScores',
  'SecureScoresSnapshot',
  'SecureScoreControls',
  'SecureScoreControlsSnapshot',
  'RegulatoryComplianceAssessment',
  'RegulatoryComplianceAssessmentSnapshot',
] as const;
export type EventSource = (typeof eventSources)[number];

export const ruleOperators = [
  'Equals',
  'GreaterThan',
  'GreaterThanOrEqualTo',
  'LesserThan',
  'LesserThanOrEqualTo',
  'NotEquals',
  'Contains',
  'StartsWith',
  'EndsWith',
] as const;

const ruleSchema = z.object({
  propertyJPath: z.string().max(1024),
  propertyType: anyCase(['String', 'Integer', 'Number', 'Boolean']),
  expectedValue: z.string().max(4096),
  operator: anyCase(ruleOperators),
});

const sourceSchema = z.object({
  eventSource: anyCase(eventSources),
  ruleSets: z
    .array(
      z.object({
        rules: z
          .array(ruleSchema)
          .max(100)
          .nullish()
          .transform((rules) => rules ?? []),
      }),
    )
    .max(1000)
    .nullish()
    .transform((sets) => sets ?? []),
});

/** An ARM id below a subscription, as clients send it. */
export const armId = z
  .string()
  .max(2048)
  .regex(/^\/subscriptions\/[^/]+\/.+/i, 'must be an ARM resource id');

/** Clients send null for what they leave out. */
export const optionalMember = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? undefined);

/**
 * An action as it is stored: its kind, the members that kind knows (see the sinks), and instead of the secret the id of a
 * sealed value in container `secrets`.
 */
export const storedActionSchema = z.looseObject({ actionType: z.string(), secretId: z.string().exactOptional() });
export type StoredAction = z.infer<typeof storedActionSchema>;

/** `Microsoft.Security/automations`, 2019-01-01-preview and 2023-12-01-preview. `id` keeps the spelling of its creator. */
export const automationSchema = z.object({
  id: z.string(),
  name: z.string(),
  location: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  etag: z.string(),
  description: z.string().optional(),
  isEnabled: z.boolean(),
  scopes: z.array(z.object({ description: z.string().optional(), scopePath: z.string() })),
  sources: z.array(sourceSchema),
  actions: z.array(storedActionSchema),
  createdAt: z.string(),
});

export type Automation = z.infer<typeof automationSchema>;
export type AutomationRule = z.infer<typeof ruleSchema>;
export { sourceSchema as automationSourceSchema };
