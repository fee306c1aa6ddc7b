import { z } from 'zod';
import type { Stored } from './documents/stored';

/** Control and standard names are segments of ids. */
const segment = z.string().regex(/^[\w.()-][\w.() -]{0,127}$/, 'holds letters, digits, dots, hyphens, parentheses');
const title = z.string().min(1).max(512);

/**
 * One control and what it is judged by: recommendations by key, and policies by the guid or id of their definition, each of
 * which brings in every assessment that says it judges the same. `manual`: people have to say that it is met.
 */
const standardControlSchema = z.strictObject({
  name: segment,
  title,
  manual: z.boolean().exactOptional(),
  recommendations: z.array(z.string().max(256)).max(500).exactOptional(),
  policyDefinitionIds: z.array(z.string().max(1_024)).max(1_000).exactOptional(),
});

/** A standard as data: it names recommendations, which never name a standard. */
export const standardSchema = z.strictObject({
  name: segment,
  displayName: z.string().min(1).max(256),
  version: z.string().max(64),
  description: z.string().max(8_192),
  /** The initiative that it stands for. */
  policySetDefinitionId: z.string().max(1_024).exactOptional(),
  /** On in every subscription; the others need a plan that is on. */
  alwaysOn: z.boolean().exactOptional(),
  controls: z.array(standardControlSchema).min(1).max(2_000),
});

export type StandardControl = z.infer<typeof standardControlSchema>;
export type Standard = z.infer<typeof standardSchema>;

export const complianceStates = ['Passed', 'Failed', 'Skipped', 'Unsupported'] as const;
export type ComplianceState = (typeof complianceStates)[number];

/** What somebody says of a control that only people can judge. */
export interface Attestation {
  standard: string;
  control: string;
  state: 'Compliant' | 'NonCompliant' | 'NotApplicable';
  /** What shows it: a sentence, and where the evidence lies. */
  evidence: string;
  evidenceUrl?: string;
  /** Object id of who said so. */
  attestedBy: string;
  attestedAt: string;
  /** From then on (ISO) it counts no more; null is never. */
  expiresAt: string | null;
}

/** Container `settings`, scope `/subscriptions/{id}/compliance`. */
export interface AttestationDocument extends Stored {
  kind: 'attestation';
  scope: string;
  attestation: Attestation;
}

/** A standard of the subscription's own, beside its attestations. */
export interface StandardDocument extends Stored {
  kind: 'standard';
  scope: string;
  standard: Standard;
}

/** Names of shipped standards (lower case) that the subscription does not want. */
export interface StandardSwitchesDocument extends Stored {
  kind: 'standardSwitches';
  scope: string;
  off: string[];
}

export type ComplianceDocument = AttestationDocument | StandardDocument | StandardSwitchesDocument;
