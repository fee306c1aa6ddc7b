import { replacementsOf, trialLeft } from '../../core/alert/plans';
import { plansKey } from '../../core/documentIds';
import { Conflict } from '../../flows/ports/portErrors';
import { parseResourceId } from '../../model/resourceId';
import { type PlanName, planNamed, planNames, type PlanStates } from '../../model/plan';
import { badRequest, HttpError, notFound } from '../httpError';
import { readBody } from '../jsonBody';
import type { Answer, Noun } from '../noun';
import { planOfBody, pricingBody } from '../pricingBody';
import type { RequestContext } from '../requestContext';

const type = 'Microsoft.Security/pricings';
const collection = `/subscriptions/{subscriptionId}/providers/${type}`;
const item = `${collection}/{pricingName}`;

/** Versions that have extensions, and the one that has the rest. */
const withExtensions = ['2023-01-01', '2024-01-01'];
const newest = '2024-01-01';

/** A plan that nobody set is on, without a trial: who deploys Skywarden wants its alerts. */
function resource({ deps, scope, apiVersion }: RequestContext, name: PlanName, states: PlanStates): object {
  const { subscriptionId } = parseResourceId(scope);
  const state = states[name] ?? {
    pricingTier: 'Standard' as const,
    ...(name === 'VirtualMachines' && { subPlan: 'P2' }),
  };
  const replacedBy = replacementsOf(name);
  return {
    id: `/subscriptions/${subscriptionId}/providers/${type}/${name}`,
    name,
    type,
    properties: {
      pricingTier: state.pricingTier,
      ...(state.subPlan !== undefined && { subPlan: state.subPlan }),
      freeTrialRemainingTime: trialLeft(state.trialFrom, deps.ports.now()),
      ...(replacedBy.length > 0 && { deprecated: true, replacedBy }),
      ...(withExtensions.includes(apiVersion) && state.extensions && { extensions: state.extensions }),
      ...(apiVersion === newest && {
        enforce: state.enforce ?? 'False',
        resourcesCoverageStatus: state.pricingTier === 'Standard' ? 'FullyCovered' : 'NotCovered',
        ...(state.enabledAt !== undefined && { enablementTime: state.enabledAt }),
      }),
    },
  };
}

const statesOf = async ({ deps, scope }: RequestContext): Promise<PlanStates> =>
  (await deps.ports.alertSettings.plans(parseResourceId(scope).subscriptionId))?.plans ?? {};

function asked({ param }: RequestContext): PlanName {
  const name = planNamed(param('pricingName'));
  if (!name) throw notFound(`The plan '${param('pricingName').slice(0, 80)}'`);
  return name;
}

/** `name in (VirtualMachines, SqlServers)`, with or without quotes. */
function filtered(context: RequestContext): readonly PlanName[] {
  const filter = context.query.get('$filter');
  if (filter === undefined) return planNames;
  const wanted = /^\s*name\s+in\s*\(([^()]{1,2000})\)\s*$/i.exec(filter)?.[1];
  if (wanted === undefined)
    throw badRequest('InvalidFilter', 'The query parameter $filter has the form: name in (A,B).');
  const names = wanted.split(',').map((name) => planNamed(name.trim().replace(/^'(.*)'$/, '$1')));
  return planNames.filter((name) => names.includes(name));
}

async function list(context: RequestContext): Promise<Answer> {
  const names = filtered(context);
  const states = await statesOf(context);
  return { status: 200, body: { value: names.map((name) => resource(context, name, states)) } };
}

async function get(context: RequestContext): Promise<Answer> {
  const name = asked(context);
  return { status: 200, body: resource(context, name, await statesOf(context)) };
}

/** All plans of a subscription are one document: of two updates at the same time the slower one is told so. */
async function put(context: RequestContext): Promise<Answer> {
  const name = asked(context);
  const { ports, workspaceId } = context.deps;
  const { subscriptionId } = parseResourceId(context.scope);
  const { properties } = readBody(context.request, pricingBody);
  const stored = await ports.alertSettings.plans(subscriptionId);
  const plans = { ...stored?.plans, [name]: planOfBody(name, properties, stored?.plans[name], ports.now()) };
  const shared = {
    kind: 'plans',
    ...plansKey(subscriptionId),
    workspaceId: stored?.workspaceId ?? workspaceId,
  } as const;
  try {
    await ports.alertSettings.savePlans({ ...shared, plans, ...(stored?._etag && { _etag: stored._etag }) });
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    const advice = 'Another update of the plans of this subscription is being made: try again in some seconds.';
    throw new HttpError(409, 'Conflict', advice);
  }
  return { status: 200, body: resource(context, name, plans) };
}

const reading = { permission: 'read', on: 'within' } as const;

export const noun: Noun = {
  type: 'pricings',
  surface: 'Microsoft.Security',
  apiVersions: ['2018-06-01', '2022-03-01', '2023-01-01', '2024-01-01'],
  routes: [
    { method: 'GET', path: collection, summary: 'List the plans of a subscription', access: reading, handle: list },
    { method: 'GET', path: item, summary: 'Get a plan', access: reading, handle: get },
    {
      method: 'PUT',
      path: item,
      summary: 'Switch a plan on or off',
      access: { permission: 'managePlans', on: 'scope' },
      handle: put,
    },
  ],
};
