import { z } from 'zod';
import { type AgentState, agentStates } from '../core/posture/inventory/agentState';
import type { AssetFilter } from '../core/posture/inventory/assetFilter';
import { type Environment, environments } from '../core/posture/inventory/environment';
import { machineTypes } from '../core/posture/checks/linuxMachine';
import type { AssetListing, AssetScope } from '../flows/inventory/listAssets';
import { isWithin } from '../model/resourceId';
import { badRequest } from './httpError';
import { readableScopes } from './managementGroup';
import type { RequestContext } from './requestContext';

const text = (description: string, most = 256) => z.string().min(1).max(most).optional().meta({ description });

/** Filters of the inventory, all of which must hold. */
export const assetQuery = z.object({
  type: text('Resource types, comma separated, without case', 8_192),
  subscription: text('Ids of subscriptions, comma separated', 8_192),
  resourceGroup: text('Name of a resource group'),
  location: text('Region, as its name or display name'),
  tag: text('`name` or `name:value`', 1_024),
  environment: text(`${environments.join(', ')}: one or several, comma separated`),
  agentState: text(`${agentStates.join(', ')}: one or several, comma separated; machines have the first three`),
  unhealthy: z
    .string()
    .regex(/^\d{1,5}$/, 'is a whole number')
    .optional()
    .meta({ description: 'At least so many failed recommendations; 0: none' }),
  text: text('Part of the id'),
  orderBy: z
    .enum(['observedAt', 'observedAt desc'])
    .optional()
    .meta({ description: 'By when the newest snapshot was taken; of one subscription at a time' }),
});

/**
 * What a request to the inventory asks for. `types` are all that it may see. Throws HttpError 400.
 */
export function readAssetQuery(context: RequestContext, types?: readonly string[]): AssetListing {
  const names = Object.keys(assetQuery.shape);
  const given = assetQuery.safeParse(
    Object.fromEntries(names.map((name) => [name, context.query.get(name.toLowerCase())])),
  );
  if (!given.success) {
    const [{ path, message }] = given.error.issues as [z.core.$ZodIssue];
    throw badRequest('InvalidQuery', `The query parameter ${path.join('.')} is not understood: ${message}.`);
  }
  const asked = given.data;
  const filter: AssetFilter = {
    types: typesOf(asked.type, types),
    resourceGroup: asked.resourceGroup,
    location: asked.location,
    tag: asked.tag,
    environments: wordsOf('environment', environments, asked.environment),
    text: asked.text,
    agentStates: wordsOf('agentState', agentStates, asked.agentState),
    unhealthy: asked.unhealthy === undefined ? undefined : Number(asked.unhealthy),
  };
  const scopes = scopesOf(context, listOf(asked.subscription), filter);
  const order = asked.orderBy && (asked.orderBy === 'observedAt' ? 'oldest' : 'newest');
  if (order && scopes.length > 1)
    throw badRequest(
      'OrderNotPossible',
      'Rows are put in order within one subscription only: name it, with subscription={id}.',
    );
  return { scopes, filter: { ...filter, types: narrowed(filter) }, ...(order && { order }) };
}

/** What one parameter may name. */
const maxWords = 100;

function listOf(given: string | undefined): string[] | undefined {
  const words = given
    ?.split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  if (words && words.length > maxWords)
    throw badRequest('InvalidQuery', `A query parameter names at most ${maxWords}, not ${words.length}: ask in parts.`);
  return words;
}

/** None of several unknown types is no reason to list everything. */
function typesOf(given: string | undefined, known: readonly string[] | undefined): readonly string[] | undefined {
  const asked = listOf(given)?.map((one) => one.toLowerCase());
  return asked ? (known?.filter((type) => asked.includes(type.toLowerCase())) ?? asked) : known;
}

function wordsOf<T extends Environment | AgentState>(
  name: string,
  known: readonly T[],
  given: string | undefined,
): T[] | undefined {
  return listOf(given)?.map((asked) => {
    const found = known.find((one) => one.toLowerCase() === asked.toLowerCase());
    if (!found)
      throw badRequest(
        'InvalidQuery',
        `The query parameter ${name} takes ${known.join(', ')}, not '${asked.slice(0, 64)}'.`,
      );
    return found;
  });
}

/** Only machines can have the states that machines have: the store need not look at the rest. */
function narrowed({ types, agentStates: states }: AssetFilter): readonly string[] | undefined {
  if (!states || states.includes('notApplicable')) return types;
  const machines = machineTypes.map((type) => type.toLowerCase());
  return types?.filter((type) => machines.includes(type.toLowerCase())) ?? machines;
}

/**
 * What is read, one after the other: what the caller may read of the scope, or of the subscriptions named. What lies in no
 * subscription, as resources of other clouds do, is for those who may read the subscription Skywarden is deployed into.
 */
function scopesOf(
  { caller, scope, deps }: RequestContext,
  subscriptions: string[] | undefined,
  filter: AssetFilter,
): AssetScope[] {
  const named = subscriptions?.map((id) => `/subscriptions/${id.toLowerCase()}`);
  const wanted = named ? [...new Set(named)] : [scope];
  const inside = wanted
    .filter((one) => isWithin(one, scope))
    .flatMap((one) => readableScopes(caller, one))
    .flatMap((one): string[] => inGroup(one, filter.resourceGroup));
  const { environments: clouds } = filter;
  const elsewhere = clouds === undefined || clouds.some((one) => one === 'AWS' || one === 'GCP');
  const onlyElsewhere = clouds !== undefined && !clouds.includes('Azure') && !clouds.includes('OnPremises');
  const mayBe = seesOutside({ caller, scope, deps }) && !subscriptions && elsewhere;
  // The whole tenant has what lies outside of it, too: that is asked for apart only where the rest is narrowed.
  const outside = mayBe && (onlyElsewhere || !inside.includes('')) ? [{ scope: '', outside: true }] : [];
  const types = onlyElsewhere ? connectedTypes(filter) : undefined;
  return [...(types?.length === 0 ? [] : inside.map((one) => ({ scope: one, ...(types && { types }) }))), ...outside];
}

export const seesOutside = ({ caller, scope, deps }: Pick<RequestContext, 'caller' | 'scope' | 'deps'>): boolean =>
  scope === '' && caller.may('read', `/subscriptions/${deps.home.subscriptionId}`);

/** Of what lies in Azure, machines that Arc knows alone may run in other clouds. */
const connectedTypes = ({ types }: AssetFilter): string[] =>
  ['microsoft.hybridcompute/machines'].filter((one) => types?.some((type) => type.toLowerCase() === one) ?? true);

/** A group is a narrower place to read than its subscription. */
function inGroup(scope: string, group: string | undefined): string[] {
  const isWhole = /^\/subscriptions\/[^/]+$/i.test(scope);
  return [group !== undefined && isWhole && !/[/\\?#]/.test(group) ? `${scope}/resourceGroups/${group}` : scope];
}
