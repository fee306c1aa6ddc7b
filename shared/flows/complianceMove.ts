import { movedAssessments } from '../core/posture/compliance/movedAssessments';
import { isPlanOn } from '../core/alert/plans';
import type { AssessmentCount, ScoreDocument } from '../model/documents/score';
import type { OutboxDocument } from '../model/documents/outbox';
import { planNames } from '../model/plan';
import { outboxDocument } from './outboxDocument';
import type { Ports } from './ports';

/**
 * What the feed is told when the state of an assessment changes in a subscription: with which standards were off then, since a
 * delivery may come much later. Undefined when none has changed, which is nearly always.
 */
export async function complianceMove(
  ports: Pick<Ports, 'compliance' | 'alertSettings'>,
  score: ScoreDocument,
  before: Readonly<Record<string, AssessmentCount>>,
): Promise<OutboxDocument | undefined> {
  const moved = movedAssessments(before, score.assessments ?? {});
  if (!moved) return undefined;
  const { subscriptionId, rootId, updatedAt } = score;
  const [kept, plans] = await Promise.all([
    ports.compliance.of(subscriptionId),
    ports.alertSettings.plans(subscriptionId),
  ]);
  const hasPlan = planNames.some((name) => isPlanOn(plans?.plans ?? {}, name));
  return outboxDocument(
    { ...score, resourceId: rootId, itemId: 'compliance', at: updatedAt },
    { of: 'compliance', ...moved, off: hasPlan ? (kept.switches?.off ?? []) : 'all' },
  );
}
