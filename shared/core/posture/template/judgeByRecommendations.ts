import type { Json } from '../../../model/json';
import type { Verdict } from '../../../model/judgement';
import type { Resource } from '../../../model/resource';
import { recommendationsFor } from '../judgeResources';
import { type Recommendation, unknown } from '../recommendation';
import { byType, resourceGraph } from '../resourceGraph';
import { asResource } from './asResource';
import { graphMembers } from './graphMembers';
import { proviso, type TemplateFinding, type TemplateJudgement, type TemplateRule } from './templateFinding';
import type { TemplateResource } from './templateResource';
import { LookedAtUnknown, watched } from './watched';

const ruleOf = ({ key, metadata }: Recommendation): TemplateRule => ({
  id: key,
  kind: 'recommendation',
  title: metadata.displayName,
  description: metadata.description,
  remediation: metadata.remediationDescription,
  severity: metadata.severity,
});

/** Judges what a template deploys by recommendations. What is not in the template is not known, and so never healthy. */
export function judgeByRecommendations(
  resources: readonly TemplateResource[],
  recommendations: readonly Recommendation[],
): TemplateJudgement {
  const counts = { healthy: 0, unhealthy: 0, unknown: 0, notApplicable: 0 };
  const findings: TemplateFinding[] = [];
  const membersOf = graphMembers(resources);
  for (const resource of resources) {
    for (const recommendation of recommendationsFor(resource.type, recommendations)) {
      const verdict = judgeTemplateResource(recommendation, resource, membersOf(resource));
      if (verdict.code === 'Healthy') counts.healthy += 1;
      else if (verdict.code === 'NotApplicable') counts.notApplicable += 1;
      else {
        counts[verdict.code === 'Unhealthy' ? 'unhealthy' : 'unknown'] += 1;
        findings.push({
          rule: ruleOf(recommendation),
          code: verdict.code,
          cause: verdict.cause ?? verdict.code,
          message: `${verdict.description ?? recommendation.metadata.displayName}${proviso(resource)}`,
          resource,
        });
      }
    }
  }
  return { findings, counts };
}

/** What settings of Azure usually look like: one of them may be the default of a property that the template leaves out. */
const possible: readonly Json[] = [
  true,
  false,
  'Enabled',
  'Disabled',
  'Allow',
  'Deny',
  'TLS1_0',
  '1.0',
  'AllAllowed',
  0,
];
const maxAbsent = 16;

function judgeTemplateResource(
  recommendation: Recommendation,
  judged: TemplateResource,
  members: readonly Resource[],
): Verdict {
  const own = asResource(judged);
  const first = tryToJudge(recommendation, own, members);
  if (first.verdict.code !== 'Healthy') return first.verdict;
  // Healthy as long as Azure's default is the right one: that is not for a guess.
  for (const path of [...first.absent].sort().slice(0, maxAbsent)) {
    const turned = possible.some(
      (value) => tryToJudge(recommendation, withProperty(own, path, value), members).verdict.code === 'Unhealthy',
    );
    if (turned) return unknown('DefaultUnknown', `The template leaves ${path} to Azure's default. State it.`);
  }
  return first.verdict;
}

function tryToJudge(recommendation: Recommendation, own: Resource, members: readonly Resource[]) {
  const absent = new Set<string>();
  const onAbsent = (path: string): void => {
    if (path.startsWith('properties.')) absent.add(path);
  };
  try {
    const resource = watched(own, onAbsent);
    const others = members.map((member) => watched(member, () => undefined));
    return { verdict: recommendation.judge(resource, resourceGraph(resource, byType([resource, ...others]))), absent };
  } catch (error) {
    if (error instanceof LookedAtUnknown) {
      const verdict = unknown('NotKnownBeforeDeployment', `It depends on ${error.doubt.detail}.`);
      return { verdict, absent };
    }
    const reason = error instanceof Error ? error.message : String(error);
    return { verdict: unknown('JudgeFailed', `It could not be judged: ${reason.slice(0, 300)}`), absent };
  }
}

function withProperty(resource: Resource, path: string, value: Json): Resource {
  const keys = path.split('.');
  const set = (object: Record<string, unknown>, at: number): Record<string, unknown> => ({
    ...object,
    [keys[at]!]: at === keys.length - 1 ? value : set((object[keys[at]!] ?? {}) as Record<string, unknown>, at + 1),
  });
  return set(resource, 0) as Resource;
}
