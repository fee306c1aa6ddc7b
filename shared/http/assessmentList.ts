import { z } from 'zod';
import type { Recommendation } from '../core/posture/recommendation';
import type { Judgement, KeptVerdict } from '../model/judgement';
import type { JudgementDocument } from '../model/documents/findings';
import type { FindingStore } from '../flows/ports/findings';
import type { Catalogue } from './catalogue';
import type { Page } from './paging';

/** One assessment: a resource's verdict on one recommendation. */
export interface AssessmentRow {
  recommendation: Recommendation;
  judgement: Judgement;
  verdict: KeptVerdict;
}

/** Where a list stands: the scope, the batch of judgements in it, and the last row answered of that batch. */
const markSchema = z.object({
  scope: z.number().int().min(0),
  size: z.number().int().positive(),
  batch: z.string().optional(),
  after: z.object({ index: z.number().int().min(0), resourceId: z.string(), key: z.string() }).optional(),
});
type Mark = z.infer<typeof markSchema>;

/** Batches that hold no verdict of a known recommendation do not keep a request going for ever. */
const maxRounds = 20;
/** Resources have several verdicts each, so a page needs fewer judgements than it has rows. */
const rowsPerJudgement = 8;

/**
 * One page of assessments below `scopes`, which do not overlap. Rows come from judgements, each with all verdicts of its
 * resource: a page may end inside of one, and the next one goes on behind the row it ended with.
 */
export async function listAssessments(
  findings: Pick<FindingStore, 'judgements'>,
  catalogue: Catalogue,
  scopes: string[],
  { top, continuation }: Page,
): Promise<{ rows: AssessmentRow[]; continuation?: string }> {
  const rows: AssessmentRow[] = [];
  let mark: Mark | undefined =
    continuation === undefined
      ? { scope: 0, size: Math.ceil(top / rowsPerJudgement) }
      : markSchema.parse(JSON.parse(continuation));
  for (let round = 0; mark !== undefined && rows.length < top && round < maxRounds; round += 1) {
    const scope = scopes[mark.scope];
    if (scope === undefined) return { rows };
    const { items, continuation: batch } = await findings.judgements(scope, {
      top: mark.size,
      continuation: mark.batch,
    });
    const rest = after(items, mark.after).flatMap(({ judgement, index }) =>
      rowsOf(judgement, catalogue, index, mark!.after),
    );
    const taken = rest.slice(0, top - rows.length);
    rows.push(...taken.map(({ row }) => row));
    mark = nextMark(mark, taken.length < rest.length ? taken.at(-1) : undefined, batch, scopes.length);
  }
  return { rows, ...(mark !== undefined && { continuation: JSON.stringify(mark) }) };
}

interface PlacedRow {
  index: number;
  row: AssessmentRow;
}

function nextMark(
  mark: Mark,
  last: PlacedRow | undefined,
  batch: string | undefined,
  scopeCount: number,
): Mark | undefined {
  if (last) {
    const { index, row } = last;
    return { ...mark, after: { index, resourceId: row.judgement.resourceId, key: row.recommendation.key } };
  }
  if (batch !== undefined) return { scope: mark.scope, size: mark.size, batch };
  return mark.scope + 1 < scopeCount ? { scope: mark.scope + 1, size: mark.size } : undefined;
}

/** A resource that was removed meanwhile leaves its place to the next one. */
function after(items: JudgementDocument[], mark: Mark['after']): { judgement: Judgement; index: number }[] {
  const found = items.findIndex(({ judgement }) => judgement.resourceId === mark?.resourceId);
  const start = mark === undefined ? 0 : found < 0 ? mark.index : found;
  return items.map(({ judgement }, index) => ({ judgement, index })).slice(start);
}

/** Verdicts in the order of their keys; those of recommendations that no longer exist are left out. */
function rowsOf(judgement: Judgement, catalogue: Catalogue, index: number, mark: Mark['after']): PlacedRow[] {
  return Object.keys(judgement.verdicts)
    .sort()
    .filter((key) => judgement.resourceId !== mark?.resourceId || key > mark.key)
    .flatMap((key) => {
      const recommendation = catalogue.byKey(key);
      const verdict = judgement.verdicts[key]!;
      return recommendation ? [{ index, row: { recommendation, judgement, verdict } }] : [];
    });
}
