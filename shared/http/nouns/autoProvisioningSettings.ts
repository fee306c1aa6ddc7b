import { z } from 'zod';
import { autoProvisioningKey } from '../../core/documentIds';
import { untilSaved } from '../../flows/untilSaved';
import { parseResourceId } from '../../model/resourceId';
import { badRequest, notFound } from '../httpError';
import { readBody } from '../jsonBody';
import type { Answer, Noun } from '../noun';
import type { RequestContext } from '../requestContext';

const type = 'Microsoft.Security/autoProvisioningSettings';
const collection = `/subscriptions/{subscriptionId}/providers/${type}`;
const item = `${collection}/{settingName}`;

const bodySchema = z.looseObject({
  properties: z.looseObject({
    autoProvision: z
      .string()
      .refine((value) => /^(on|off)$/i.test(value), "takes 'On' or 'Off'")
      .transform((value): 'On' | 'Off' => (value.toLowerCase() === 'on' ? 'On' : 'Off')),
  }),
});

/** Off where nobody ever set it: it changes machines. */
async function resource({ deps, scope }: RequestContext): Promise<object> {
  const { subscriptionId } = parseResourceId(scope);
  const setting = await deps.ports.provisioning.setting(subscriptionId);
  return {
    id: `/subscriptions/${subscriptionId}/providers/${type}/default`,
    name: 'default',
    type,
    properties: { autoProvision: setting?.autoProvision ?? 'Off' },
  };
}

const isDefault = ({ param }: RequestContext): boolean => param('settingName').toLowerCase() === 'default';

const list = async (context: RequestContext): Promise<Answer> => ({
  status: 200,
  body: { value: [await resource(context)] },
});

async function get(context: RequestContext): Promise<Answer> {
  if (!isDefault(context)) throw notFound(`The setting '${context.param('settingName').slice(0, 80)}'`);
  return { status: 200, body: await resource(context) };
}

async function put(context: RequestContext): Promise<Answer> {
  if (!isDefault(context)) throw badRequest('InvalidSettingName', "The auto-provisioning setting is named 'default'.");
  const { deps, caller, scope } = context;
  const { autoProvision } = readBody(context.request, bodySchema).properties;
  const { subscriptionId } = parseResourceId(scope);
  await untilSaved(async () => {
    const stored = await deps.ports.provisioning.setting(subscriptionId);
    await deps.ports.provisioning.saveSetting({
      kind: 'autoProvisioning',
      ...autoProvisioningKey(subscriptionId),
      workspaceId: stored?.workspaceId ?? deps.workspaceId,
      autoProvision,
      changedAt: deps.ports.now().toISOString(),
      changedBy: caller.principal.oid,
      ...(stored?._etag && { _etag: stored._etag }),
    });
  });
  return { status: 200, body: await resource(context) };
}

const reading = { permission: 'read', on: 'within' } as const;

export const noun: Noun = {
  type: 'autoProvisioningSettings',
  surface: 'Microsoft.Security',
  apiVersions: ['2017-08-01-preview'],
  routes: [
    { method: 'GET', path: collection, summary: 'List the auto-provisioning setting', access: reading, handle: list },
    { method: 'GET', path: item, summary: 'Get the auto-provisioning setting', access: reading, handle: get },
    {
      method: 'PUT',
      path: item,
      summary: 'Switch auto-provisioning of the agent on or off',
      access: { permission: 'manageProvisioning', on: 'scope' },
      handle: put,
    },
  ],
};
