import type { AssessmentCount } from '../../../model/documents/score';
import type { ComplianceState, Standard } from '../../../model/standard';
import type { SourceIndex } from './assessmentSource';
import { type AssessedAssessment, rollUp } from './rollUp';

/** The state of one assessment within a control has changed. */
export interface ComplianceChange {
  standard: string;
  control: string;
  assessment: AssessedAssessment;
  before: ComplianceState;
}

type Counts = Readonly<Record<string, AssessmentCount>>;

/** Assessments whose state differs between two counts of a subscription, once for each control that they count in. */
export function complianceChanges(
  standards: readonly Standard[],
  sourcesOf: SourceIndex,
  earlier: Counts,
  later: Counts,
): ComplianceChange[] {
  const moved = new Set(Object.keys({ ...earlier, ...later }).filter((key) => !same(earlier[key], later[key])));
  if (moved.size === 0) return [];
  const now = new Date(0);
  return standards.flatMap((standard) => {
    const touched = standard.controls.filter((control) => sourcesOf(control).some(({ key }) => moved.has(key)));
    const part = { ...standard, controls: touched };
    const [was, is] = [earlier, later].map((counts) => rollUp(part, sourcesOf, { counts, attestations: [], now }));
    return is!.controls.flatMap((control, at) => {
      const old = new Map(was!.controls[at]!.assessments.map(({ name, state }) => [name, state]));
      return control.assessments.flatMap((assessment): ComplianceChange[] => {
        const before = old.get(assessment.name) ?? 'Skipped';
        if (before === assessment.state) return [];
        return [{ standard: standard.name, control: control.name, assessment, before }];
      });
    });
  });
}

const same = (a: AssessmentCount | undefined, b: AssessmentCount | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
