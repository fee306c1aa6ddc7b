import { z } from 'zod';
import { automationSourceSchema } from '../model/automation';
import type { ActionRequest } from './automationActions';

/** Clients send null for what they leave out. */
const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);

const armId = z
  .string()
  .max(2048)
  .regex(/^\/subscriptions\/[^/]+\/.+/i, 'must be an ARM resource id');
const hubId = armId.regex(/\/namespaces\/[^/]+\/eventhubs\/[^/]+\/?$/i, 'must name a namespace and an event hub in it');
const secret = optional(z.string().max(8192)).transform((value) => value || undefined);

const actionTypes = ['LogicApp', 'EventHub', 'Workspace'];

const actionSchema = z.preprocess(
  (value) => {
    if (typeof value !== 'object' || value === null || !('actionType' in value)) return value;
    const sent = String(value.actionType).toLowerCase();
    return { ...value, actionType: actionTypes.find((type) => type.toLowerCase() === sent) ?? value.actionType };
  },
  z.discriminatedUnion('actionType', [
    z.object({ actionType: z.literal('LogicApp'), logicAppResourceId: armId, uri: secret }),
    z.object({
      actionType: z.literal('EventHub'),
      eventHubResourceId: hubId,
      connectionString: secret,
      isTrustedServiceEnabled: optional(z.boolean()),
    }),
    z.object({ actionType: z.literal('Workspace'), workspaceResourceId: armId }),
  ]),
) as z.ZodType<ActionRequest>;

const members = {
  description: optional(z.string().max(4096)),
  isEnabled: optional(z.boolean()),
  scopes: z
    .array(z.object({ description: optional(z.string().max(1024)), scopePath: z.string().max(2048) }))
    .min(1)
    .max(100),
  sources: z.array(automationSourceSchema).min(1).max(32),
  actions: z.array(actionSchema).min(1).max(16),
};

const tags = z.record(z.string().max(512), z.string().max(256));

/** Body of PUT and of `validate`. Members that the server sets are ignored. */
export const automationBody = z.object({
  location: optional(z.string().max(128)),
  tags: optional(tags),
  etag: optional(z.string().max(256)),
  properties: z.object(members),
});

/** Body of PATCH: what is absent stays. */
export const automationPatch = z.object({
  tags: optional(tags),
  etag: optional(z.string().max(256)),
  properties: optional(z.object(members).partial()),
});

export type AutomationBody = z.infer<typeof automationBody>;
export type AutomationPatch = z.infer<typeof automationPatch>;
