import { z } from 'zod';
import { automationSourceSchema, optionalMember as optional } from '../model/automation';

/** An action as a client sends it; what its kind asks of it is checked when the draft is made. */
const actionSchema = z.looseObject({ actionType: z.string().max(64) });
export type ActionRequest = z.infer<typeof actionSchema>;

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
