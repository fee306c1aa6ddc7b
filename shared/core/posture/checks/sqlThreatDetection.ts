import type { Verdict } from '../../../model/judgement';
import type { Resource } from '../../../model/resource';
import type { RecommendationCase, ResourceGraph } from '../recommendation';
import { sampleChild } from './sampleResource';
import { judgeWord } from './setting';

/** Judges a SQL server or managed instance by its policy `Default` of security alerts. */
export function judgeThreatDetection({ type }: Resource, graph: ResourceGraph): Verdict {
  const policy = graph.ofType(`${type}/securityAlertPolicies`).find(({ name }) => name.toLowerCase() === 'default');
  return judgeWord(
    policy?.properties,
    'state',
    { right: ['enabled'], wrong: ['disabled', 'new'] },
    { cause: 'ThreatDetectionOff', description: 'Threat detection of the server is off.' },
  );
}

export function threatDetectionCases(resource: Resource): RecommendationCase[] {
  const policy = (properties: Resource['properties']): Resource[] => [
    sampleChild(resource, 'securityAlertPolicies', 'Default', properties),
  ];
  return [
    { name: 'on', resource, related: policy({ state: 'Enabled' }), expect: 'Healthy' },
    { name: 'off', resource, related: policy({ state: 'Disabled' }), expect: 'Unhealthy' },
    { name: 'policy without state', resource, related: policy({}), expect: 'Unknown' },
    { name: 'policy not collected', resource, expect: 'Unknown' },
  ];
}
