import type { TemplateResource } from './templateResource';

export type Severity = 'Low' | 'Medium' | 'High';

/** A recommendation or a policy, as reports describe it. */
export interface TemplateRule {
  /** Stable across runs and versions. */
  id: string;
  kind: 'recommendation' | 'policy';
  title: string;
  description: string;
  remediation: string;
  severity: Severity;
}

/** What a rule says of a resource that a template deploys. Those that pass are left out. */
export interface TemplateFinding {
  rule: TemplateRule;
  code: 'Unhealthy' | 'Unknown';
  /** One word for the reason. */
  cause: string;
  message: string;
  resource: TemplateResource;
}

export interface TemplateJudgement {
  findings: TemplateFinding[];
  /** Pairs of a rule and a resource by how they came out. */
  counts: { healthy: number; unhealthy: number; unknown: number; notApplicable: number };
}

/** How a message ends for a resource that may not be deployed at all. */
export const proviso = ({ maybe }: TemplateResource): string =>
  maybe ? ` Whether it is deployed depends on ${maybe.detail}.` : '';
