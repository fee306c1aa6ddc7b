import { z } from 'zod';
import { machineIdOf } from '../core/workspace/machine';
import { parseResourceId } from '../model/resourceId';

const scope = z
  .string()
  .max(1_024)
  .transform((text) => parseResourceId(text).id)
  .refine((id) => {
    const { subscriptionId, type } = parseResourceId(id);
    const isContainer = type === 'microsoft.resources/subscriptions' || type === 'microsoft.resources/resourcegroups';
    return z.guid().safeParse(subscriptionId).success && (isContainer || machineIdOf(id) === id);
  }, 'must be the id of a subscription, a resource group or a machine');

const exported = z
  .string()
  .max(1_024)
  .transform((text) => text.toLowerCase())
  .refine((id) => id.includes('/providers/microsoft.security/automations/'), 'must be the id of an automation');

/** Members that are left out stay as they are; for a new workspace they have their defaults. */
export const workspaceBody = z
  .strictObject({
    location: z.string().min(1).max(64).optional(),
    hotDays: z.int().min(1).max(30).optional(),
    retentionDays: z.int().min(1).max(730).optional(),
    keepAllSources: z.boolean().optional(),
    exports: z.union([z.literal('all'), z.array(exported).max(100)]).optional(),
    scopes: z
      .array(z.strictObject({ scope, existingMachines: z.boolean().default(false) }))
      .max(500)
      .optional(),
  })
  .meta({ description: 'Settings of a workspace' });

export type WorkspaceBody = z.infer<typeof workspaceBody>;

export const workspaceAnswer = z.object({
  id: z.string(),
  name: z.string(),
  location: z.string(),
  isDefault: z.boolean(),
  hotDays: z.number().int().meta({ description: 'Days in hot storage, of telemetry of machines' }),
  retentionDays: z.number().int().meta({ description: 'Days in all, in the archive too' }),
  keepAllSources: z
    .boolean()
    .meta({ description: 'Sources that are no machine are kept as long, instead of 48 hours' }),
  exports: z.union([z.literal('all'), z.array(z.string())]).meta({ description: 'Automations that get its alerts' }),
  scopes: z.array(
    z.object({
      scope: z.string(),
      since: z.string().meta({ description: 'Messages that reach the hub from then on' }),
      existingMachines: z.boolean(),
    }),
  ),
  createdAt: z.string(),
  updatedAt: z.string(),
});
