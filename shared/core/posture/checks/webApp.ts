import type { JsonObject } from '../../../model/json';
import type { Verdict } from '../../../model/judgement';
import type { Resource } from '../../../model/resource';
import { valueAt } from './setting';
import {
  notApplicable,
  type QuickFix,
  type Recommendation,
  type RecommendationCase,
  type ResourceGraph,
  unknown,
} from '../recommendation';
import { sampleChild, sampleResource } from './sampleResource';

export type WebAppKind = 'app' | 'functionApp';

/** Judges apps of one kind. Standard Logic Apps (`functionapp,workflowapp`) are neither: the platform runs their host. */
export const judgeWebApps =
  (wanted: WebAppKind, judge: (site: Resource, graph: ResourceGraph) => Verdict): Recommendation['judge'] =>
  (site, graph) => {
    const kind = site.kind?.toLowerCase();
    if (kind === undefined) return unknown('KindMissing', 'The snapshot does not say whether this is a function app.');
    if (kind.includes('workflowapp')) return notApplicable('LogicApp', 'The host of a Logic App is not judged.');
    if (kind.includes('functionapp') === (wanted === 'functionApp')) return judge(site, graph);
    return wanted === 'app'
      ? notApplicable('FunctionApp', 'Function apps have a recommendation of their own.')
      : notApplicable('NotAFunctionApp', 'Apps that are no function apps have a recommendation of their own.');
  };

/**
 * The configuration `web` of an app: the child where it was collected, else what its own snapshot holds. In a list of sites
 * almost every member of `siteConfig` is null, whatever its value: null means nothing there, and is taken out.
 */
export function webConfig(site: Resource, graph: ResourceGraph): Record<string, unknown> {
  const child = graph.ofType('Microsoft.Web/sites/config').find(({ id }) => id.toLowerCase().endsWith('/config/web'));
  if (child) return child.properties;
  const own = valueAt(site.properties, 'siteConfig');
  return Object.fromEntries(Object.entries(Object(own) as object).filter(([, value]) => value !== null));
}

/** A patch of the configuration `web` that names only what must change. */
export const webConfigFix = (description: string, properties: JsonObject): QuickFix => ({
  description,
  permissions: ['Microsoft.Web/sites/config/write'],
  requests: ({ id }) => [{ method: 'PATCH', path: `${id}/config/web`, apiVersion: '2023-12-01', body: { properties } }],
});

export const sampleApp = (kind: WebAppKind, properties: Resource['properties'] = {}, more = {}): Resource =>
  sampleResource(
    'Microsoft.Web/sites',
    { state: 'Running', ...properties },
    { kind: kind === 'app' ? 'app,linux' : 'functionapp,linux', ...more },
  );

/** An app with its configuration `web`, for cases. */
export function appWithConfig(
  kind: WebAppKind,
  config: Resource['properties'],
): Pick<RecommendationCase, 'resource' | 'related'> {
  const resource = sampleApp(kind);
  return { resource, related: [sampleChild(resource, 'config', 'web', config)] };
}

/** Cases that every recommendation about apps of one kind has. */
export const webAppKindCases = (kind: WebAppKind): RecommendationCase[] => [
  {
    name: 'app of the other kind',
    resource: sampleApp(kind === 'app' ? 'functionApp' : 'app'),
    expect: 'NotApplicable',
  },
  {
    name: 'standard Logic App',
    resource: sampleApp(kind, {}, { kind: 'functionapp,workflowapp' }),
    expect: 'NotApplicable',
  },
  { name: 'partial snapshot', resource: { ...sampleApp(kind), properties: { enabled: true } }, expect: 'Unknown' },
];
