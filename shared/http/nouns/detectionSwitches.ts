import { z } from 'zod';
import { switchRule } from '../../flows/rules/switchRule';
import { Rejected } from '../../model/rejected';
import { badRequest, notFound } from '../httpError';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';

const rowSchema = z.object({ ruleId: z.string(), at: z.string(), by: z.string() });

async function list(context: RequestContext): Promise<Answer> {
  const { caller, deps } = context;
  caller.require('read', `/subscriptions/${deps.homeSubscriptionId}`);
  const switches = await deps.ports.ruleSwitches.get();
  const page = pageOf(context, switches?.disabled ?? [], ({ ruleId }) => ruleId);
  return pageAnswer(context, page.rows, page.continuation);
}

/** Only what is there is switched off; what was switched off and is gone meanwhile can be forgotten. */
const switched =
  (enabled: boolean) =>
  async ({ caller, deps, param }: RequestContext): Promise<Answer> => {
    caller.require('manageDetections', `/subscriptions/${deps.homeSubscriptionId}`);
    const id = param('detectionId').toLowerCase();
    const { files, disabled } = await deps.userRules.load();
    const known =
      files.some(({ rules }) => rules.some((rule) => rule.id === id)) ||
      deps.detections().some(({ rule }) => rule.id.toLowerCase() === id);
    if (!known && !disabled.has(id)) throw notFound(`The detection '${id.slice(0, 80)}'`);
    try {
      await switchRule(deps.ports, { ruleId: id, enabled, by: caller.principal.oid, workspaceId: deps.workspaceId });
    } catch (error) {
      if (error instanceof Rejected) throw badRequest(error.code, `${error.message}.`);
      throw error;
    }
    return { status: 200, body: { ruleId: id, enabled } };
  };

const answer = z.object({ ruleId: z.string(), enabled: z.boolean() });

export const noun: Noun = {
  type: 'detectionSwitches',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: '/api/v1/disabledDetections',
      summary: 'List the detections that were switched off',
      access: 'anyone',
      response: rowSchema,
      paged: true,
      handle: list,
    },
    {
      method: 'POST',
      path: '/api/v1/detections/{detectionId}/disable',
      summary: 'Switch a detection off, shipped or of a user, until it is enabled (Owner or Security Admin)',
      access: 'anyone',
      response: answer,
      handle: switched(false),
    },
    {
      method: 'POST',
      path: '/api/v1/detections/{detectionId}/enable',
      summary: 'Switch a detection on again (Owner or Security Admin)',
      access: 'anyone',
      response: answer,
      handle: switched(true),
    },
  ],
};
