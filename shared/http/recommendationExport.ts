import { assessmentLink } from '../core/assessmentLink';
import { csvRows, type Cell } from '../core/csv';
import { secureScoreControls } from '../core/posture/score/secureScoreControls';
import type { FindingStore } from '../flows/ports/findings';
import { parseResourceId } from '../model/resourceId';
import type { AssessmentRow } from './assessmentList';
import { listAssessments } from './assessmentList';
import type { Catalogue } from './catalogue';

/** Columns and their names as in the file that the portal of Defender for Cloud makes. */
const columns = [
  'exportedTimestamp',
  'subscriptionId',
  'subscriptionName',
  'resourceGroup',
  'resourceType',
  'resourceName',
  'resourceId',
  'recommendationId',
  'recommendationName',
  'recommendationDisplayName',
  'description',
  'remediationSteps',
  'severity',
  'state',
  'notApplicableReason',
  'firstEvaluationDate',
  'statusChangeDate',
  'controls',
  'azurePortalRecommendationLink',
  'cloud',
  'stateCause',
  'stateDescription',
] as const;

export interface ExportContext {
  exportedAt: string;
  publicUrl: string;
  /** Display name by subscription id. */
  subscriptionNames: ReadonlyMap<string, string>;
}

/** Rows that are read, and held, at a time. */
const rowsAtOnce = 2_000;

/**
 * Every assessment below the scopes as CSV, with a header, however many there are: what is held in memory is one page. Cells that a
 * spreadsheet would take for formulas are neutralised.
 */
export async function* recommendationExport(
  findings: Pick<FindingStore, 'judgements'>,
  catalogue: Catalogue,
  scopes: string[],
  context: ExportContext,
): AsyncGenerator<string> {
  yield csvRows([columns]);
  let continuation: string | undefined;
  do {
    const page = await listAssessments(findings, catalogue, scopes, { top: rowsAtOnce, continuation });
    if (page.rows.length > 0) yield csvRows(page.rows.map((row) => cellsOf(row, context)));
    continuation = page.continuation;
  } while (continuation !== undefined);
}

function cellsOf({ recommendation, judgement, verdict }: AssessmentRow, context: ExportContext): Cell[] {
  const { assessmentKey, metadata } = recommendation;
  const { resourceId } = judgement;
  const { subscriptionId, resourceGroup } = parseResourceId(resourceId);
  const cells: Record<(typeof columns)[number], Cell> = {
    exportedTimestamp: context.exportedAt,
    subscriptionId,
    subscriptionName: context.subscriptionNames.get(subscriptionId) ?? subscriptionId,
    resourceGroup,
    resourceType: judgement.resourceType,
    resourceName: judgement.resourceName,
    resourceId,
    recommendationId: `${resourceId}/providers/Microsoft.Security/assessments/${assessmentKey}`,
    recommendationName: assessmentKey,
    recommendationDisplayName: metadata.displayName,
    description: metadata.description,
    remediationSteps: metadata.remediationDescription,
    severity: metadata.severity,
    state: verdict.code,
    notApplicableReason: verdict.code === 'NotApplicable' ? (verdict.description ?? verdict.cause) : undefined,
    firstEvaluationDate: verdict.firstEvaluatedAt,
    statusChangeDate: verdict.changedAt,
    controls: metadata.controls.map((key) => secureScoreControls[key].displayName).join('; '),
    azurePortalRecommendationLink: assessmentLink(context.publicUrl, assessmentKey, resourceId),
    cloud: subscriptionId === '' ? 'Other' : 'Azure',
    stateCause: verdict.cause,
    stateDescription: verdict.description,
  };
  return columns.map((column) => cells[column]);
}
