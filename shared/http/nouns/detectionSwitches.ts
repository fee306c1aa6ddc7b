import { z } from 'zod';
import { switchRule } from '../../flows/rules/switchRule';
import { notFound } from '../httpError';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';
import { told } from '../told';

const rowSchema = z.object({ ruleId: z.string(), at: z.string(), by: z.string() });

async function list(context: RequestContext): Promise<Answer> {
  const switches = await context.deps.ports.ruleSwitches.get();
  const page = pageOf(context, switches?.disabled ?? [], ({ ruleId }) => ruleId);
  return pageAnswer(context, page.rows, page.continuation);
}

/** Only what is there is switched off; what was switched off and is gone meanwhile can be forgotten. */
const switched =
  (enabled: boolean) =>
  async ({ caller, deps, param }: RequestContext): Promise<Answer> => {
    const id = param('detectionId').toLowerCase();
    const { files, disabled } = await deps.userRules.load();
    const known =
      files.some(({ rules }) => rules.some((rule) => rule.id === id)) ||
      deps.detections().some(({ rule }) => rule.id.toLowerCase() === id);
    if (!known && !disabled.has(id)) throw notFound(`The detection '${id.slice(0, 80)}'`);
    const wanted = { ruleId: id, enabled, by: caller.principal.oid, workspaceId: deps.workspaceId };
    await told(() => switchRule(deps.ports, wanted));
    return { status: 200, body: { ruleId: id, enabled } };
  };

const answer = z.object({ ruleId: z.string(), enabled: z.boolean() });

/** Rules decide what is detected anywhere. */
const reading = { permission: 'read', on: 'home' } as const;
const writing = { permission: 'manageDetections', on: 'home' } as const;

export const noun: Noun = {
  type: 'detectionSwitches',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: '/api/v1/disabledDetections',
      summary: 'List the detections that were switched off',
      access: reading,
      response: rowSchema,
      paged: true,
      handle: list,
    },
    {
      method: 'POST',
      path: '/api/v1/detections/{detectionId}/disable',
      summary: 'Switch a detection off, shipped or of a user, until it is enabled (Owner or Security Admin)',
      access: writing,
      response: answer,
      handle: switched(false),
    },
    {
      method: 'POST',
      path: '/api/v1/detections/{detectionId}/enable',
      summary: 'Switch a detection on again (Owner or Security Admin)',
      access: writing,
      response: answer,
      handle: switched(true),
    },
  ],
};
