import { z } from 'zod';
import { explainReason } from '../../core/posture/score/explainReason';
import { type ScoreChange, scoreReasonKinds } from '../../model/documents/score';
import { parseResourceId } from '../../model/resourceId';
import type { Answer, Noun } from '../noun';
import { pageAnswer, readPage } from '../paging';
import type { RequestContext } from '../requestContext';
import { scoreSchema } from '../scoreRows';

const codeSchema = z.enum(['Healthy', 'Unhealthy', 'NotApplicable', 'Unknown', 'Exempt', 'Mitigated']).nullable();

const changeSchema = z.object({
  at: z.string(),
  before: scoreSchema,
  after: scoreSchema,
  source: z
    .enum(['verdicts', 'recount'])
    .meta({ description: 'recount: the counters had drifted and were counted anew; no verdict is the reason' }),
  controlTable: z.string().nullable(),
  controls: z.array(
    z.object({ control: z.string(), displayName: z.string(), before: scoreSchema, after: scoreSchema }),
  ),
  reasons: z
    .array(
      z.object({
        resourceId: z.string(),
        recommendation: z.string(),
        displayName: z.string().nullable(),
        before: codeSchema,
        after: codeSchema,
        because: z.enum(scoreReasonKinds).nullable(),
        points: z
          .number()
          .nullable()
          .meta({ description: 'What it moved the score by, before rounding to hundredths' }),
        maxPoints: z.number().nullable().meta({ description: 'What it moved the maximum by' }),
        explanation: z.string(),
      }),
    )
    .meta({ description: 'Resources whose verdicts moved the score; null: there was or is no verdict' }),
  unattributed: z
    .number()
    .nullable()
    .meta({ description: 'Difference of the scores less the points of the reasons: what rounding adds or takes' }),
});

function rowOf({ catalogue }: RequestContext, change: ScoreChange): z.infer<typeof changeSchema> {
  const { source = 'verdicts', controlTable = null, unattributed = null, reasons, ...rest } = change;
  return {
    ...rest,
    source,
    controlTable,
    unattributed,
    reasons: reasons.map((reason) => {
      const displayName = catalogue.byKey(reason.recommendation)?.metadata.displayName ?? null;
      const { because = null, points = null, maxPoints = null } = reason;
      const explanation = explainReason(reason, displayName ?? reason.recommendation);
      return { ...reason, displayName, because, points, maxPoints, explanation };
    }),
  };
}

/** The score belongs to the subscription: its history is read with a role there. */
async function list(context: RequestContext): Promise<Answer> {
  const { subscriptionId } = parseResourceId(context.scope);
  const listed = await context.deps.ports.findings.scoreChanges(subscriptionId, readPage(context));
  const rows = listed.items.map(({ change }) => rowOf(context, change));
  return pageAnswer(context, rows, listed.continuation);
}

export const noun: Noun = {
  type: 'scoreChanges',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: '/api/v1/subscriptions/{subscriptionId}/scoreChanges',
      summary: 'List how the secure score moved, which resources and recommendations moved it, and by how much each',
      access: { permission: 'read', on: 'scope' },
      response: changeSchema,
      paged: true,
      handle: list,
    },
  ],
};
