import { parseResourceId } from '../../model/resourceId';
import { notFound } from '../httpError';
import type { Answer, Noun } from '../noun';
import type { RequestContext } from '../requestContext';
import { groupScopeOf } from '../resourceScope';

/**
 * A resource group is known by its own snapshot, by a resource in it, or by an automation in it. Clients read `location`
 * from it; without a snapshot of its own that is the location of this deployment.
 */
async function get({ deps, scope }: RequestContext): Promise<Answer> {
  const { id, subscriptionId, name } = parseResourceId(scope);
  const { resources, settings } = deps.ports;
  const own = await resources.get(id);
  const snapshot = own && !own.deleted ? own.resource : undefined;
  const resourceId =
    snapshot?.id ??
    (await resources.list({ scope: id }, { top: 1 })).items[0]?.resourceId ??
    (await settings.automations(subscriptionId)).find(
      ({ automation }) => parseResourceId(automation.id).resourceGroup === name,
    )?.automation.id;
  if (resourceId === undefined) throw notFound(`The resource group '${name}'`, 'ResourceGroupNotFound');
  const spelled = groupScopeOf(resourceId);
  return {
    status: 200,
    body: {
      id: spelled,
      name: spelled.split('/').at(-1),
      type: 'Microsoft.Resources/resourceGroups',
      location: snapshot?.location ?? deps.home.location,
      tags: snapshot?.tags ?? {},
      properties: { provisioningState: 'Succeeded' },
    },
  };
}

export const noun: Noun = {
  type: 'resourceGroups',
  surface: 'Microsoft.Resources',
  apiVersions: 'any',
  routes: [
    {
      method: 'GET',
      path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}',
      summary: 'Get a resource group',
      access: { permission: 'read', on: 'within' },
      handle: get,
    },
  ],
};
