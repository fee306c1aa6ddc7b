import type { JsonObject } from '../../model/json';
import type { Verdict } from '../../model/judgement';
import type { PlanName } from '../../model/plan';
import type { Resource } from '../../model/resource';
import type { ControlKey } from './score/secureScoreControls';
import type { SubAssessment } from './checks/subAssessment';

/** A resource with everything stored in its partition: the top-level resource, its children, extensions and machine facts. */
export interface ResourceGraph {
  all: Resource[];
  /** Resources of that type (without case) below the one being judged, or the whole partition's. */
  ofType(type: string): Resource[];
}

export interface RecommendationMetadata {
  displayName: string;
  description: string;
  severity: 'Low' | 'Medium' | 'High';
  userImpact: 'Low' | 'Moderate' | 'High';
  implementationEffort: 'Low' | 'Moderate' | 'High';
  /** `AppServices` and `Container` are names of API version 2025-05-04; older ones call both `Compute`. */
  categories: ('Compute' | 'Networking' | 'Data' | 'IdentityAndAccess' | 'IoT' | 'AppServices' | 'Container')[];
  threats: string[];
  remediationDescription: string;
  /** The secure score controls that it counts in; preview recommendations count in none. */
  controls: ControlKey[];
  preview?: boolean;
  policyDefinitionId?: string;
  /** Shipped ones are `BuiltIn`. */
  assessmentType?: 'BuiltIn' | 'CustomPolicy' | 'CustomerManaged' | 'VerifiedPartner';
  /** Whose product found it. */
  partnerData?: { partnerName: string; productName?: string };
  /** The plan without which it is not judged. */
  plan?: PlanName;
}

/** One request to Azure Resource Manager. `path` is the ARM id that it changes; `body` is the patch or the whole resource. */
export interface ArmRequest {
  method: 'PATCH' | 'PUT';
  path: string;
  apiVersion: string;
  body: JsonObject;
}

/** How an unhealthy resource is made healthy without harm to those that use it rightly. */
export interface QuickFix {
  /** What it changes, and what may stop working then. */
  description: string;
  /** Azure operations that the identity needs on the resource, e.g. `Microsoft.Storage/storageAccounts/write`. */
  permissions: string[];
  requests(resource: Resource, graph: ResourceGraph): ArmRequest[];
}

/** One judgement about resources: one file in `content/recommendations/<service>`. Pure. */
export interface Recommendation {
  /** `<service>/<id>`, as its path. */
  key: string;
  /** Microsoft's GUID where the same judgement exists, else a UUIDv5 of the key. */
  assessmentKey: string;
  metadata: RecommendationMetadata;
  /** Hours after which a verdict is stale: 24, 48 for operating system settings, 8 for endpoint protection. */
  freshnessHours: 8 | 24 | 48;
  /** Resource types, compared without case. */
  appliesTo: string[];
  judge(resource: Resource, graph: ResourceGraph): Verdict;
  /** The findings behind a verdict that is about several, such as the vulnerabilities of a machine. */
  subAssessments?(resource: Resource, graph: ResourceGraph): SubAssessment[];
  /** Only where the change is safe. */
  quickFix?: QuickFix;
  cases: RecommendationCase[];
}

/** At least one healthy, one unhealthy and one unknown. `related` are the other members of its partition. */
export interface RecommendationCase {
  name: string;
  resource: Resource;
  related?: Resource[];
  expect: Verdict['code'];
}

export const healthy = (description?: string): Verdict => ({ code: 'Healthy', ...(description && { description }) });
export const unhealthy = (cause: string, description: string): Verdict => ({ code: 'Unhealthy', cause, description });
export const notApplicable = (cause: string, description: string): Verdict => ({
  code: 'NotApplicable',
  cause,
  description,
});
export const unknown = (cause: string, description: string): Verdict => ({ code: 'Unknown', cause, description });
