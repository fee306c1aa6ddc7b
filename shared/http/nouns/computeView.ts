import { z } from 'zod';
import { type Asset } from '../../core/posture/inventory/asset';
import {
  cellStates,
  computeCells,
  computeTypes,
  recommendationSets,
  type SetName,
  setNames,
} from '../../core/posture/inventory/computeView';
import { listAssets } from '../../flows/inventory/listAssets';
import { assetQuery, readAssetQuery } from '../assetQuery';
import { assetRow, assetRowSchema } from '../assetRow';
import type { Catalogue } from '../catalogue';
import type { Answer, Noun, Route } from '../noun';
import { pageAnswer, readPage } from '../paging';
import type { RequestContext } from '../requestContext';

const count = z.number().int();

const cellSchema = z.object({
  set: z.enum(setNames),
  displayName: z.string(),
  state: z.enum(cellStates).meta({
    description: 'The worst verdict of the set; NotJudged: none is about such a machine, or it was not judged yet',
  }),
  unhealthy: count,
  unknown: count,
  total: count.meta({ description: 'Verdicts of the set on this machine' }),
  worst: z
    .object({
      assessmentKey: z.string(),
      displayName: z.string(),
      severity: z.enum(['Low', 'Medium', 'High']),
      cause: z.string().nullable(),
      description: z.string().nullable(),
    })
    .nullable(),
});

const rowSchema = assetRowSchema
  .pick({
    id: true,
    name: true,
    type: true,
    location: true,
    subscriptionId: true,
    resourceGroup: true,
    environment: true,
    observedAt: true,
    agentState: true,
  })
  .extend({
    kind: z.enum(['Azure', 'NonAzure']),
    cells: z.array(cellSchema).meta({ description: 'One for each set, always in the same order' }),
  });

const severities = ['High', 'Medium', 'Low'];

function rowOf(asset: Asset, catalogue: Catalogue): z.infer<typeof rowSchema> {
  const row = assetRow(asset, catalogue);
  const cells = computeCells(asset.judgement, (key) => {
    const severity = catalogue.byKey(key)?.metadata.severity;
    return severity && severities.indexOf(severity);
  });
  const cellOf = (set: SetName): z.infer<typeof cellSchema> => {
    const { worst, ...cell } = cells[set];
    const recommendation = worst && catalogue.byKey(worst.key);
    return {
      set,
      displayName: recommendationSets[set].displayName,
      ...cell,
      worst: recommendation
        ? {
            assessmentKey: recommendation.assessmentKey,
            displayName: recommendation.metadata.displayName,
            severity: recommendation.metadata.severity,
            cause: worst.verdict.cause ?? null,
            description: worst.verdict.description ?? null,
          }
        : null,
    };
  };
  const { id, name, type, location, subscriptionId, resourceGroup, environment, observedAt, agentState } = row;
  const place = { id, name, type, location, subscriptionId, resourceGroup, environment, observedAt, agentState };
  return { ...place, kind: environment === 'Azure' ? 'Azure' : 'NonAzure', cells: setNames.map(cellOf) };
}

async function list(context: RequestContext): Promise<Answer> {
  const { caller, catalogue, deps, scope } = context;
  caller.requireReadable(scope);
  const listed = await listAssets(deps.ports, readAssetQuery(context, computeTypes), readPage(context));
  const rows = listed.items.map((asset) => rowOf(asset, catalogue));
  return pageAnswer(context, rows, listed.continuation);
}

const routeAt = (place: string, access: Route['access'], whose: string): Route => ({
  method: 'GET',
  path: `${place}/computeView`,
  summary: `List machines of ${whose}, in Azure and elsewhere, with the state of each set of recommendations`,
  access,
  query: assetQuery,
  response: rowSchema,
  paged: true,
  handle: list,
});

export const noun: Noun = {
  type: 'computeView',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    routeAt('/api/v1/subscriptions/{subscriptionId}', { permission: 'read', on: 'within' }, 'a subscription'),
    routeAt('/api/v1', 'anyone', 'all subscriptions'),
  ],
};
