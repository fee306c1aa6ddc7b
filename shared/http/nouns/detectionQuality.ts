import { z } from 'zod';
import { recentAlerts } from '../../flows/recentAlerts';
import { ruleQuality } from '../../core/alert/ruleQuality';
import { badRequest } from '../httpError';
import type { Answer, Noun } from '../noun';
import type { RequestContext } from '../requestContext';

const maxDays = 90;

const answerSchema = z.object({
  from: z.string(),
  to: z.string(),
  examined: z.number().int(),
  complete: z.boolean().meta({ description: 'False when there were more closed alerts than one answer looks at' }),
  rules: z.array(
    z.object({
      ruleId: z.string(),
      alertType: z.string(),
      displayName: z.string(),
      truePositive: z.number().int(),
      falsePositive: z.number().int(),
      benignPositive: z.number().int(),
      undetermined: z.number().int(),
      suppressed: z.number().int().meta({ description: 'Dismissed by a suppression rule: nobody looked at them' }),
      falseToTrue: z
        .number()
        .nullable()
        .meta({ description: 'Alerts found to be false for each found to be right; null while none was right' }),
    }),
  ),
});

const query = z.object({
  days: z.coerce.number().int().min(1).max(maxDays).default(30).meta({ description: 'Alerts that began since then' }),
});

/** Alerts that the caller may not read are not told of, not even by their number. */
async function get(context: RequestContext): Promise<Answer> {
  const { caller, deps, scope } = context;
  caller.requireReadable(scope);
  const days = query.safeParse({ days: context.query.get('days') });
  if (!days.success) throw badRequest('InvalidDays', `The query parameter days must be a number from 1 to ${maxDays}.`);
  const quality = ruleQuality();
  let examined = 0;
  const wanted = { scope, days: days.data.days, statuses: ['Resolved', 'Dismissed'] as const };
  const looked = await recentAlerts(deps.ports, wanted, (alert, { resourceId }) => {
    if (!caller.may('read', resourceId)) return;
    examined += 1;
    quality.count(alert);
  });
  return { status: 200, body: { ...looked, examined, rules: quality.rules() } };
}

export const noun: Noun = {
  type: 'detectionQuality',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: '/api/v1/subscriptions/{subscriptionId}/detections/quality',
      summary: 'Tell for each rule how many of its alerts in a subscription were found to be false, and how many right',
      access: { permission: 'read', on: 'within' },
      query,
      response: answerSchema,
      handle: get,
    },
    {
      method: 'GET',
      path: '/api/v1/detections/quality',
      summary: 'Tell for each rule how many of its alerts were found to be false, and how many right',
      access: 'anyone',
      query,
      response: answerSchema,
      handle: get,
    },
  ],
};
