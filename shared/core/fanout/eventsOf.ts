import type { OutboxDocument, OutboxItem } from '../../model/documents/outbox';
import type { CountedCode, KeptVerdict } from '../../model/judgement';
import { shownCode } from '../posture/score/countedCodes';
import type { Recommendation } from '../posture/recommendation';
import { isControl } from '../posture/score/secureScore';
import type { Standard } from '../../model/standard';
import { complianceEvents } from './complianceEvents';
import type { ExportEvent } from './exportEvent';
import { alertPayload } from './payloads/alert';
import { assessmentPayload, wireCode } from './payloads/assessment';
import { secureScoreControlPayload, secureScorePayload } from './payloads/score';

interface EventContext {
  tenantId: string;
  /** Where people reach this deployment, without a trailing slash: links lead there. */
  publicUrl: string;
}

type ItemOf<K extends OutboxItem['of']> = Extract<OutboxItem, { of: K }>;

/**
 * The events that one outbox document means to consumers, by the documented firing rules: an alert when it is new, an
 * incident also when it grows, an assessment when its state on the wire changes or goes away, one within a standard when its state there changes, a score and its controls when a control moves.
 */
export function exportEvents(
  recommendations: Recommendation[],
  { standards = [], ...context }: EventContext & { standards?: readonly Standard[] },
): (document: OutboxDocument) => ExportEvent[] {
  const byKey = new Map(recommendations.map((recommendation) => [recommendation.key, recommendation]));
  const complianceOf = complianceEvents(standards, recommendations, context.publicUrl);
  return ({ item, resourceId, workspaceId, subscriptionId, at }) => {
    if (item.of === 'alert') {
      if (item.change !== 'created' && item.exported === undefined) return [];
      return [
        {
          key: 'alert',
          source: 'Alerts',
          resourceId,
          payload: alertPayload(item.alert, { ...context, workspaceId }),
        },
      ];
    }
    // No consumer knows an event of this kind yet: it is kept for those that come.
    if (item.of === 'networkChange') return [];
    if (item.of === 'judgement') return assessmentEvents(item, byKey, resourceId, context, at);
    if (item.of === 'compliance') return complianceOf(item, subscriptionId, resourceId);
    return scoreEvents(item, recommendations, subscriptionId, resourceId);
  };
}

function assessmentEvents(
  { before, after, judgement, removed }: ItemOf<'judgement'>,
  byKey: Map<string, Recommendation>,
  resourceId: string,
  context: EventContext,
  at: string,
): ExportEvent[] {
  const now = removed ? {} : after;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return keys.flatMap((key): ExportEvent[] => {
    const recommendation = byKey.get(key);
    const [was, is] = [before[key], now[key]];
    if (!recommendation || sameOnWire(was, is)) return [];
    const last: KeptVerdict = {
      code: was === undefined ? 'Unknown' : shownCode(was),
      firstEvaluatedAt: at,
      changedAt: at,
    };
    const verdict = judgement.verdicts[key] ?? last;
    const payload = assessmentPayload(recommendation, judgement, verdict, is ? 'Insert' : 'Delete', context);
    return [{ key, source: 'Assessments', resourceId, payload }];
  });
}

const sameOnWire = (was: CountedCode | undefined, is: CountedCode | undefined): boolean =>
  was === undefined || is === undefined ? was === is : wireCode(was) === wireCode(is);

function scoreEvents(
  { controls, pairs, change }: ItemOf<'score'>,
  recommendations: Recommendation[],
  subscriptionId: string,
  resourceId: string,
): ExportEvent[] {
  const moved = change.controls.flatMap(({ control }): ExportEvent[] => {
    const count = controls[control];
    if (!count || !isControl(control)) return [];
    const payload = secureScoreControlPayload(subscriptionId, control, count, recommendations);
    return [{ key: `control|${control}`, source: 'SecureScoreControls', resourceId, payload }];
  });
  const payload = secureScorePayload(subscriptionId, controls, pairs);
  return [{ key: 'score', source: 'SecureScores', resourceId, payload }, ...moved];
}
