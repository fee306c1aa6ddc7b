import { z } from 'zod';
import { simulateAlerts } from '../flows/simulateAlerts';
import { sampleBundles, sampleBundleNames } from '../core/alert/samples/sampleBundles';
import { parseResourceId } from '../model/resourceId';
import { readBody } from './jsonBody';
import type { Answer, Route } from './noun';
import { operationId } from './operationId';
import type { RequestContext } from './requestContext';

const path =
  '/subscriptions/{subscriptionId}/providers/Microsoft.Security/locations/{location}/alerts/default/simulate';

/** The one version in which `simulate` is synchronous; clients of the others want 202 and nothing else. */
const synchronous = '2021-11-01';

const bodySchema = z.looseObject({
  properties: z.looseObject({
    kind: z.literal('Bundles'),
    bundles: z.array(z.enum(sampleBundleNames)).min(1).max(50),
  }),
});

/** All sample alerts are there when this answers: who polls hears so the first time. */
async function simulate(context: RequestContext): Promise<Answer> {
  const { properties } = readBody(context.request, bodySchema);
  const { deps, apiVersion, publicUrl } = context;
  const { subscriptionId } = parseResourceId(context.scope);
  const bundles = [...new Set(properties.bundles)].map((name) => sampleBundles[name]);
  await simulateAlerts(deps.ports, deps.home, { subscriptionId, bundles, run: deps.newId() });
  if (apiVersion === synchronous) return { status: 204 };
  const location = encodeURIComponent(context.param('location'));
  const below = `${publicUrl}/subscriptions/${subscriptionId}/providers/Microsoft.Security/locations/${location}`;
  const id = operationId(deps.pageKey, deps.newId());
  // Location alone: beside Azure-AsyncOperation some clients would ask this very path for the result.
  const result = `${below}/operationResults/${id}?api-version=${apiVersion}`;
  return { status: 202, headers: { location: result, 'retry-after': '1' } };
}

export const simulateRoutes: Route[] = [
  {
    method: 'POST',
    path,
    summary: 'Raise sample alerts',
    access: { permission: 'simulateAlerts', on: 'scope' },
    handle: simulate,
  },
];
