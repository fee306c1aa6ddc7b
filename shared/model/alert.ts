import { z } from 'zod';
import { entitySchema } from './entity';

export const severities = ['Informational', 'Low', 'Medium', 'High'] as const;
export type Severity = (typeof severities)[number];

export const intents = [
  'Unknown',
  'PreAttack',
  'InitialAccess',
  'Persistence',
  'PrivilegeEscalation',
  'DefenseEvasion',
  'CredentialAccess',
  'Discovery',
  'LateralMovement',
  'Execution',
  'Collection',
  'Exfiltration',
  'CommandAndControl',
  'Impact',
  'Probing',
  'Exploitation',
] as const;
export type Intent = (typeof intents)[number];

export const alertStatuses = ['Active', 'InProgress', 'Resolved', 'Dismissed'] as const;
export type AlertStatus = (typeof alertStatuses)[number];

/** What is known of an alert at the product that raised it. */
const foreignSchema = z.object({
  /** Its id there. */
  id: z.string(),
  productName: z.string(),
  vendorName: z.string(),
  /** Its state there, as it was told last, and when that was (ISO, UTC). */
  status: z.enum(alertStatuses),
  updatedAt: z.string(),
  startTime: z.string(),
  endTime: z.string(),
  /** Its page there; empty when none was named. */
  link: z.string(),
  /** Every message is an occurrence, none an update. */
  counts: z.literal(true).exactOptional(),
});

export type ForeignFacts = z.infer<typeof foreignSchema>;

/**
 * An alert in the names of `Microsoft.Security` 2022-01-01. `name` is `{3155378975999999999 - ticks(startTimeUtc)}_{guid}`
 * and is fixed when the alert is first stored; `guid` is a UUIDv5 of rule, entity and window. Times are ISO 8601 with
 * seven fractional digits and Z.
 */
export const alertSchema = z.object({
  name: z.string(),
  guid: z.string(),
  alertType: z.string(),
  alertDisplayName: z.string(),
  description: z.string(),
  severity: z.enum(severities),
  intent: z.enum(intents),
  techniques: z.array(z.string()),
  subTechniques: z.array(z.string()),
  status: z.enum(alertStatuses),
  startTimeUtc: z.string(),
  endTimeUtc: z.string(),
  timeGeneratedUtc: z.string(),
  processingEndTimeUtc: z.string(),
  resourceId: z.string(),
  location: z.string(),
  compromisedEntity: z.string(),
  productComponentName: z.string(),
  remediationSteps: z.array(z.string()),
  entities: z.array(entitySchema),
  extendedProperties: z.record(z.string(), z.string()),
  correlationKey: z.string(),
  isIncident: z.boolean(),
  ruleId: z.string(),
  occurrences: z.number().int().positive(),
  /** Content ids of the newest events counted, at most 100: a redelivered one is not counted again. */
  eventIds: z.array(z.string()),
  /** Only of alerts that another product raised. */
  foreign: foreignSchema.exactOptional(),
});

export type Alert = z.infer<typeof alertSchema>;
