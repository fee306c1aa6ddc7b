import { z } from 'zod';
import type { AssessmentMetadata } from './assessmentMetadata';
import type { Stored } from './documents/stored';

/** Shapes of Microsoft.Authorization, as ARM has them; members that are not known here are kept. */
export const maxPolicyBytes = 1_000_000;

const text = z.string().max(4_096);
const displayName = z.string().max(128).exactOptional();
const description = z.string().max(4_096).exactOptional();
const metadata = z.record(z.string(), z.json()).exactOptional();
const id = z.string().min(1).max(1_024);
const parameterValues = z.record(z.string().max(128), z.looseObject({ value: z.json().exactOptional() }));
const declaredParameters = z.record(z.string().max(128), z.looseObject({}).catchall(z.json()));

export const policyDefinitionSchema = z
  .object({
    displayName: text.exactOptional(),
    description: z.string().max(8_192).exactOptional(),
    policyType: z.string().max(64).exactOptional(),
    mode: z.string().max(128).nullish(),
    metadata,
    parameters: declaredParameters.exactOptional(),
    policyRule: z.record(z.string(), z.json()),
  })
  .catchall(z.json());

export const policySetDefinitionSchema = z
  .object({
    displayName: text.exactOptional(),
    description: z.string().max(8_192).exactOptional(),
    policyType: z.string().max(64).exactOptional(),
    metadata,
    parameters: declaredParameters.exactOptional(),
    policyDefinitions: z
      .array(
        z
          .object({
            policyDefinitionId: id,
            policyDefinitionReferenceId: z.string().max(256).exactOptional(),
            parameters: parameterValues.exactOptional(),
            groupNames: z.array(z.string().max(256)).max(1_000).exactOptional(),
          })
          .catchall(z.json()),
      )
      .min(1)
      .max(1_000),
    policyDefinitionGroups: z.array(z.record(z.string(), z.json())).max(1_000).exactOptional(),
  })
  .catchall(z.json());

const choice = {
  in: z.array(text).min(1).max(50).exactOptional(),
  notIn: z.array(text).min(1).max(50).exactOptional(),
};
const oneChoice = 'a selector has either "in" or "notIn"';
const hasOneChoice = (selector: { in?: string[]; notIn?: string[] }): boolean =>
  (selector.in === undefined) !== (selector.notIn === undefined);

/** Selects resources; all of one list must agree. */
const resourceSelectorSchema = z.object({
  name: z.string().max(128).exactOptional(),
  selectors: z
    .array(
      z
        .object({ kind: z.enum(['resourceLocation', 'resourceType', 'resourceWithoutLocation']), ...choice })
        .refine(hasOneChoice, oneChoice),
    )
    .max(10),
});

/** Another effect for members of an initiative, or for the one definition. */
const overrideSchema = z.object({
  kind: z.literal('policyEffect'),
  value: z.string().min(1).max(64),
  selectors: z
    .array(z.object({ kind: z.literal('policyDefinitionReferenceId'), ...choice }).refine(hasOneChoice, oneChoice))
    .max(1)
    .exactOptional(),
});

export const policyAssignmentSchema = z
  .object({
    displayName,
    description,
    metadata,
    policyDefinitionId: id,
    parameters: parameterValues.exactOptional(),
    enforcementMode: z.enum(['Default', 'DoNotEnforce']).exactOptional(),
    notScopes: z.array(id).max(400).exactOptional(),
    overrides: z.array(overrideSchema).max(10).exactOptional(),
    resourceSelectors: z.array(resourceSelectorSchema).max(10).exactOptional(),
  })
  .catchall(z.json());

export const policyExemptionSchema = z
  .object({
    displayName,
    description,
    metadata,
    policyAssignmentId: id,
    policyDefinitionReferenceIds: z.array(z.string().max(256)).max(1_000).exactOptional(),
    exemptionCategory: z.enum(['Waiver', 'Mitigated']),
    expiresOn: z.iso.datetime({ offset: true }).nullish(),
  })
  .catchall(z.json());

/** Which shipped recommendations are on at a scope, by key; the nearest scope that says something decides. */
export const recommendationSettingsSchema = z.object({
  recommendations: z.record(z.string().max(256), z.object({ state: z.enum(['On', 'Off']) })),
});

export type PolicyDefinitionProperties = z.infer<typeof policyDefinitionSchema>;
export type PolicySetDefinitionProperties = z.infer<typeof policySetDefinitionSchema>;
export type PolicyAssignmentProperties = z.infer<typeof policyAssignmentSchema>;
type PolicyExemptionProperties = z.infer<typeof policyExemptionSchema>;
type RecommendationSettings = z.infer<typeof recommendationSettingsSchema>;
export type ResourceSelector = z.infer<typeof resourceSelectorSchema>;

interface StoredPolicy<K extends string, P> extends Stored {
  kind: K;
  /** Partition: the management group, subscription (lower case) or `/`; an exemption of less lies with its subscription. */
  scope: string;
  /** As ARM spells it. */
  resourceId: string;
  name: string;
  properties: P;
  /** Read from Azure: what is gone there goes here too. */
  origin?: 'Azure';
  /** Gone, and kept for 7 days so that the change feed tells of it. */
  deleted?: true;
}

export type PolicyDefinitionDocument = StoredPolicy<'policyDefinition', PolicyDefinitionProperties>;
export type PolicySetDocument = StoredPolicy<'policySetDefinition', PolicySetDefinitionProperties>;
export type PolicyAssignmentDocument = StoredPolicy<'policyAssignment', PolicyAssignmentProperties>;
export type PolicyExemptionDocument = StoredPolicy<'policyExemption', PolicyExemptionProperties>;
export type RecommendationSettingsDocument = StoredPolicy<'recommendationSettings', RecommendationSettings>;
/** Of assessments that clients write. */
export type AssessmentMetadataDocument = StoredPolicy<'assessmentMetadata', AssessmentMetadata>;

/** Container `policies`, key `/scope`. */
export type PolicyDocument =
  | PolicyDefinitionDocument
  | PolicySetDocument
  | PolicyAssignmentDocument
  | PolicyExemptionDocument
  | RecommendationSettingsDocument
  | AssessmentMetadataDocument;
export type PolicyKind = PolicyDocument['kind'];
