import { z } from 'zod';
import { hasEntities, names } from '../../core/alert/suppression/suppresses';
import { recentAlerts } from '../../flows/recentAlerts';
import { alertStatuses, severities } from '../../model/alert';
import { readBody } from '../jsonBody';
import type { Answer, Noun } from '../noun';
import type { RequestContext } from '../requestContext';
import { namingOf, suppressionPreviewBody } from '../suppressionRuleBody';

const days = 30;
const maxShown = 100;

const answerSchema = z.object({
  from: z.string(),
  to: z.string(),
  examined: z.number().int().meta({ description: 'Alerts of these days that were looked at' }),
  complete: z.boolean().meta({ description: 'False when there were more alerts than one answer looks at' }),
  matched: z.number().int().meta({ description: 'Alerts that the rule would have dismissed' }),
  byAlertType: z.record(z.string(), z.number().int()),
  bySeverity: z.partialRecord(z.enum(severities), z.number().int()),
  withoutEntities: z
    .number()
    .int()
    .meta({ description: 'Of those, alerts that name no entity: conditions do not keep a rule from them' }),
  resolvedAsTrue: z.number().int().meta({ description: 'Of those, alerts that somebody found to be right' }),
  alerts: z
    .array(
      z.object({
        name: z.string(),
        alertType: z.string(),
        alertDisplayName: z.string(),
        severity: z.enum(severities),
        status: z.enum(alertStatuses),
        startTimeUtc: z.string(),
        compromisedEntity: z.string(),
      }),
    )
    .meta({ description: `The newest ${maxShown}` }),
});

type Preview = z.infer<typeof answerSchema>;

/** What a rule, were it there, would have hidden. Nothing is written. */
async function preview(context: RequestContext): Promise<Answer> {
  const rule = namingOf(readBody(context.request, suppressionPreviewBody).properties);
  const found: Omit<Preview, 'from' | 'to' | 'examined' | 'complete'> = {
    matched: 0,
    byAlertType: {},
    bySeverity: {},
    withoutEntities: 0,
    resolvedAsTrue: 0,
    alerts: [],
  };
  const examined = await recentAlerts(context.deps.ports, { scope: context.scope, days }, (alert) => {
    if (!names(rule, alert)) return;
    const { name, alertType, alertDisplayName, severity, status, startTimeUtc, compromisedEntity } = alert;
    found.matched += 1;
    found.byAlertType[alertType] = (found.byAlertType[alertType] ?? 0) + 1;
    found.bySeverity[severity] = (found.bySeverity[severity] ?? 0) + 1;
    if (rule.allOf !== null && !hasEntities(alert)) found.withoutEntities += 1;
    if (alert.verdict?.value === 'TruePositive') found.resolvedAsTrue += 1;
    if (found.alerts.length < maxShown)
      found.alerts.push({ name, alertType, alertDisplayName, severity, status, startTimeUtc, compromisedEntity });
  });
  return { status: 200, body: { ...examined, ...found } };
}

export const noun: Noun = {
  type: 'suppressionPreview',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'POST',
      path: '/api/v1/subscriptions/{subscriptionId}/alertsSuppressionRules/preview',
      summary: `Tell which alerts of the last ${days} days a suppression rule would have dismissed`,
      access: { permission: 'manageSuppression', on: 'scope' },
      response: answerSchema,
      handle: preview,
    },
  ],
};
