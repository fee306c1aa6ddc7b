import type { PolicyKind } from './policy';

/** What the id of a policy object says. All but `name` and `id` in lower case. */
export interface PolicyIdParts {
  kind: PolicyKind;
  /** As given, without a slash at its end. */
  id: string;
  name: string;
  /** What stands before its provider: `/` for the tenant. */
  at: string;
  /** The management group or subscription that `at` is or lies in, or `/`. */
  scope: string;
}

const kinds: Record<string, PolicyKind> = {
  policydefinitions: 'policyDefinition',
  policysetdefinitions: 'policySetDefinition',
  policyassignments: 'policyAssignment',
  policyexemptions: 'policyExemption',
  recommendationsettings: 'recommendationSettings',
  assessmentmetadata: 'assessmentMetadata',
};
const form = /^(.*)\/providers\/(?:microsoft\.authorization|skywarden)\/([a-z]+)\/([^/]+)$/i;

/** Reads `{scope}/providers/Microsoft.Authorization/{type}/{name}`; undefined for any other id. */
export function parsePolicyId(text: string): PolicyIdParts | undefined {
  const id = text.trim().replace(/\/+$/, '');
  const [, before, type, name] = form.exec(id) ?? [];
  const kind = kinds[type?.toLowerCase() ?? ''];
  if (before === undefined || kind === undefined || name === undefined) return undefined;
  const at = before.toLowerCase() || '/';
  const scope = governingScope(at);
  return scope === undefined ? undefined : { kind, id, name, at, scope };
}

/** The management group, subscription or tenant (`/`) that a scope is or lies in; undefined if it is none of Azure's. */
export function governingScope(at: string): string | undefined {
  const scope = at.toLowerCase().replace(/\/+$/, '');
  if (scope === '') return '/';
  if (/^\/providers\/microsoft\.management\/managementgroups\/[^/]+$/.test(scope)) return scope;
  return /^\/subscriptions\/[\w.-]{1,64}(?=\/|$)/.exec(scope)?.[0];
}

export const recommendationSettingsId = (scope: string): string =>
  `${scope === '/' ? '' : scope}/providers/Skywarden/recommendationSettings/default`;

/** Where metadata that a client writes is kept: ARM names it by the tenant, but it is its subscription's. */
export const assessmentMetadataId = (subscriptionId: string, name: string): string =>
  `/subscriptions/${subscriptionId.toLowerCase()}/providers/Skywarden/assessmentMetadata/${name.toLowerCase()}`;
