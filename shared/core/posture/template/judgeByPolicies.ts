import type { Json, JsonObject } from '../../../model/json';
import type { CompiledPolicy } from '../policy/compileDefinition';
import { judgeOne } from '../policy/judgeAll';
import type { Judgement } from '../policy/judgement';
import { prepare, type PreparedResource } from '../policy/resources/prepare';
import { createWorld } from '../policy/resources/world';
import { isPartlyKnown, readable, valueLater } from './partlyKnown';
import {
  proviso,
  type Severity,
  type TemplateFinding,
  type TemplateJudgement,
  type TemplateRule,
} from './templateFinding';
import type { TemplateResource } from './templateResource';
import type { DeploymentTarget } from './templateScope';

export interface PolicyOptions {
  /** ISO 8601 in UTC. */
  now: string;
  target: DeploymentTarget;
  describe: (policy: CompiledPolicy) => { title: string; description: string };
}

/** A deny stops the deployment; what changes a request or deploys something beside it heals itself. */
const severities: Record<string, Severity> = { deny: 'High', audit: 'Medium', auditifnotexists: 'Medium' };

const consequences: Record<string, string> = {
  deny: 'Azure Policy would refuse this resource.',
  audit: 'Azure Policy would mark this resource as not compliant.',
  auditifnotexists: 'The template does not deploy beside it what Azure Policy looks for.',
  deployifnotexists: 'Azure Policy would deploy beside it what is missing.',
  modify: 'Azure Policy would change this resource while it is deployed.',
  append: 'Azure Policy would add to this resource while it is deployed.',
};

/** Judges what a template deploys as Azure Policy judges requests: a property that is left out is absent. */
export function judgeByPolicies(
  resources: readonly TemplateResource[],
  policies: readonly CompiledPolicy[],
  options: PolicyOptions,
): TemplateJudgement {
  const pairs = resources.map((resource) => ({ resource, prepared: preparedOf(resource) }));
  const sure = pairs.filter(({ resource }) => resource.maybe === undefined).map(({ prepared }) => prepared);
  const scopes = scopesOf(
    pairs.map(({ prepared }) => prepared),
    options.target,
  );
  const world = createWorld([...sure, ...scopes], {
    now: options.now,
    scopesFromIds: true,
    // What the template does not deploy may be there already, or come from elsewhere.
    collected: (type, around) => sure.some(({ typeLc, owners }) => typeLc === type && owners.includes(around.idLc)),
  });
  const counts = { healthy: 0, unhealthy: 0, unknown: 0, notApplicable: 0 };
  const findings: TemplateFinding[] = [];
  for (const policy of policies) {
    const rule = ruleOf(policy, options);
    for (const { resource, prepared } of pairs) {
      if (policy.types && !policy.types.has(prepared.typeLc)) continue;
      const judgement = judgeOne(policy, prepared, world);
      if (!judgement) continue;
      if (judgement.compliance === null) counts.notApplicable += 1;
      else if (judgement.compliance === 'Compliant') counts.healthy += 1;
      else {
        const code = judgement.compliance === 'Unknown' ? 'Unknown' : 'Unhealthy';
        counts[code === 'Unknown' ? 'unknown' : 'unhealthy'] += 1;
        findings.push({ rule, code, ...explained(judgement, code, resource), resource });
      }
    }
  }
  return { findings, counts };
}

function ruleOf(policy: CompiledPolicy, { describe }: PolicyOptions): TemplateRule {
  const effect = policy.effect?.toLowerCase() ?? '';
  const reference = policy.referenceId === undefined ? '' : `/${policy.referenceId}`;
  return {
    id: `policy/${policy.definitionId.split('/').at(-1) ?? ''}${reference}`,
    kind: 'policy',
    ...describe(policy),
    remediation: 'Change the resource in the template so that the rule holds, or have it exempted.',
    severity: severities[effect] ?? 'Low',
  };
}

function explained(judgement: Judgement, code: TemplateFinding['code'], resource: TemplateResource) {
  if (code === 'Unhealthy') {
    const effect = judgement.effect ?? '';
    const message = consequences[effect.toLowerCase()] ?? 'The resource is not compliant.';
    return { cause: effect, message: `${message}${proviso(resource)}` };
  }
  const detail = judgement.detail === undefined ? '' : `: ${judgement.detail}`;
  return {
    cause: judgement.reason ?? 'Unknown',
    message: `It cannot be judged (${judgement.reason ?? 'unknown'}${detail}).${proviso(resource)}`,
  };
}

const preparedOf = ({ body, idDoubt }: TemplateResource): PreparedResource => ({ ...prepare(body), idDoubt });

const later = (label: string): Json => valueLater(label) as unknown as Json;

/** The resource groups and subscriptions that resources go to; of most nothing is known but their ids. */
function scopesOf(resources: readonly PreparedResource[], target: DeploymentTarget): PreparedResource[] {
  const ids = new Set(resources.map(({ idLc }) => idLc));
  const found = new Map<string, JsonObject>();
  for (const { id } of resources) {
    const parts = id.split('/');
    const subscription = parts.slice(0, 3).join('/');
    if (parts[1]?.toLowerCase() !== 'subscriptions') continue;
    found.set(subscription.toLowerCase(), {
      id: subscription,
      type: 'Microsoft.Resources/subscriptions',
      tags: later('tags of the subscription'),
      displayName: later('name of the subscription'),
      tenantId: later('tenant of the subscription'),
    });
    if (parts[3]?.toLowerCase() !== 'resourcegroups') continue;
    const isTarget = parts[4] === readable(target.resourceGroup) && parts[2] === readable(target.subscriptionId);
    const known = isTarget && !isPartlyKnown(target.location) && target.location !== '';
    found.set(parts.slice(0, 5).join('/').toLowerCase(), {
      id: parts.slice(0, 5).join('/'),
      type: 'Microsoft.Resources/subscriptions/resourceGroups',
      location: known ? target.location : later('location of the resource group'),
      tags: later('tags of the resource group'),
    });
  }
  return [...found].filter(([id]) => !ids.has(id)).map(([, body]) => prepare(body));
}
