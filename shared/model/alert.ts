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

/** What people found out about an alert: the words of Microsoft Graph's feedback. */
export const alertVerdicts = ['TruePositive', 'FalsePositive', 'BenignPositive', 'Undetermined'] as const;
export type AlertVerdict = (typeof alertVerdicts)[number];

const incidentMemberSchema = z.object({
  guid: z.string(),
  name: z.string(),
  alertType: z.string(),
  alertDisplayName: z.string(),
  severity: z.enum(severities),
  intent: z.enum(intents),
  startTimeUtc: z.string(),
  resourceId: z.string(),
  compromisedEntity: z.string(),
});

/** What an incident is made of: equal for the same alerts, in whatever order they came. */
const incidentSchema = z.object({
  /** The earliest ones, at most 100, oldest first. */
  members: z.array(incidentMemberSchema),
  techniques: z.array(z.string()),
  plans: z.array(z.string()),
  /** Guid of the incident that has its members now. */
  joinedInto: z.string().exactOptional(),
  /** When its newest exports were (ISO): what the limit of notifications counts. */
  exportedAt: z.array(z.string()),
});

export type IncidentMember = z.infer<typeof incidentMemberSchema>;
export type IncidentFacts = z.infer<typeof incidentSchema>;

/** One record behind an alert: when it was, and what the rule shows of it. */
const evidenceSchema = z.object({ time: z.string(), eventId: z.string(), facts: z.record(z.string(), z.string()) });
export type Evidence = z.infer<typeof evidenceSchema>;

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
  /** The newest records behind it, at most 10, oldest first. */
  evidence: z.array(evidenceSchema).exactOptional(),
  /** Pages that the rule names. */
  references: z.array(z.string()).exactOptional(),
  /** Name of the suppression rule that dismissed it when it was new. */
  suppressedBy: z.string().exactOptional(),
  /** What was found out about it, and when (ISO). */
  verdict: z.object({ value: z.enum(alertVerdicts), at: z.string() }).exactOptional(),
  /** A sample or a test: it joins no incident and counts for no rule. */
  standsAlone: z.literal(true).exactOptional(),
  /** Only of incidents. */
  incident: incidentSchema.exactOptional(),
});

export type Alert = z.infer<typeof alertSchema>;
