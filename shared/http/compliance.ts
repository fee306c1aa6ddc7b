import { assessmentLink } from '../core/assessmentLink';
import { assessmentSource, type SourceIndex, sourceIndex } from '../core/posture/compliance/assessmentSource';
import type { AssessedAssessment, AssessedControl, AssessedStandard } from '../core/posture/compliance/rollUp';
import { complianceOf, sameName } from '../flows/complianceOf';
import { parseResourceId } from '../model/resourceId';
import type { Catalogue } from './catalogue';
import { notFound } from './httpError';
import type { RequestContext } from './requestContext';

const indexes = new WeakMap<Catalogue, SourceIndex>();

/** Made once for each catalogue. */
function sourcesOfCatalogue(catalogue: Catalogue): SourceIndex {
  const index = indexes.get(catalogue) ?? sourceIndex([...catalogue.all, ...catalogue.assigned].map(assessmentSource));
  indexes.set(catalogue, index);
  return index;
}

/** The standards of the request's subscription that are on. */
export const assessedStandards = (
  { deps, scope, catalogue }: RequestContext,
  name?: string,
): Promise<AssessedStandard[]> =>
  complianceOf(
    deps.ports,
    deps.standards(),
    sourcesOfCatalogue(catalogue),
    parseResourceId(scope).subscriptionId,
    name,
  );

/** The one that the path names. Throws HttpError 404. */
export async function assessedStandard(context: RequestContext): Promise<AssessedStandard> {
  const name = context.param('standardName');
  const [found] = await assessedStandards(context, name);
  if (!found) throw notFound(`The standard '${name.slice(0, 80)}'`);
  return found;
}

export async function assessedControl(
  context: RequestContext,
): Promise<{ standard: AssessedStandard; control: AssessedControl }> {
  const standard = await assessedStandard(context);
  const name = context.param('controlName');
  const control = standard.controls.find((one) => sameName(one.name, name));
  if (!control) throw notFound(`The control '${name.slice(0, 80)}'`);
  return { standard, control };
}

interface Row {
  id: string;
  name: string;
  type: string;
  properties: Record<string, unknown>;
}

const provider = (scope: string): string => `${scope}/providers/Microsoft.Security`;

export const standardResource = (scope: string, { standard, state, counts }: AssessedStandard): Row => ({
  id: `${provider(scope)}/regulatoryComplianceStandards/${standard.name}`,
  name: standard.name,
  type: 'Microsoft.Security/regulatoryComplianceStandard',
  properties: {
    state,
    passedControls: counts.passed,
    failedControls: counts.failed,
    skippedControls: counts.skipped,
    unsupportedControls: counts.unsupported,
  },
});

export const controlResource = (scope: string, { standard }: AssessedStandard, control: AssessedControl): Row => ({
  id: `${provider(scope)}/regulatoryComplianceStandards/${standard.name}/regulatoryComplianceControls/${control.name}`,
  name: control.name,
  type: 'Microsoft.Security/regulatoryComplianceControl',
  properties: {
    description: control.title,
    state: control.state,
    passedAssessments: control.counts.passed,
    failedAssessments: control.counts.failed,
    skippedAssessments: control.counts.skipped,
  },
});

export const assessmentResource = (
  control: Row,
  { name, description, state, counts, key }: AssessedAssessment,
  publicUrl: string,
): Row => ({
  id: `${control.id}/regulatoryComplianceAssessments/${name}`,
  name,
  type: 'Microsoft.Security/regulatoryComplianceAssessment',
  properties: {
    description,
    assessmentType: 'AssessmentResult',
    ...(key !== undefined && {
      assessmentDetailsLink: assessmentLink(publicUrl, name),
    }),
    state,
    passedResources: counts.passed,
    failedResources: counts.failed,
    skippedResources: counts.skipped,
    unsupportedResources: counts.unsupported,
  },
});
