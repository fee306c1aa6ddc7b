import { createHash } from 'node:crypto';
import type { AssessmentCount } from '../../../model/documents/score';
import type { Attestation, ComplianceState, Standard, StandardControl } from '../../../model/standard';
import type { SourceIndex } from './assessmentSource';
import { attestationState } from './attestationState';
import { countStates, resourceCounts, rolledUp, type StateCounts } from './complianceState';

/** `name` is the assessment key; `key` that of the recommendation, absent for an attestation. Counts are of resources. */
export interface AssessedAssessment {
  name: string;
  key?: string;
  description: string;
  state: ComplianceState;
  counts: StateCounts;
}

/** Counts are of assessments. `manual`: an attestation decides, alone or beside the assessments. */
export interface AssessedControl {
  name: string;
  title: string;
  manual: boolean;
  state: ComplianceState;
  counts: StateCounts;
  assessments: AssessedAssessment[];
  attestation?: Attestation;
}

/** Counts are of controls. */
export interface AssessedStandard {
  standard: Standard;
  state: ComplianceState;
  counts: StateCounts;
  controls: AssessedControl[];
}

export interface ComplianceFacts {
  /** Resources by recommendation key. */
  counts: Readonly<Record<string, AssessmentCount>>;
  attestations: readonly Attestation[];
  now: Date;
}

/** One standard in one subscription, at its three levels. */
export function rollUp(standard: Standard, sourcesOf: SourceIndex, facts: ComplianceFacts): AssessedStandard {
  const attested = new Map(
    facts.attestations
      .filter((one) => one.standard.toLowerCase() === standard.name.toLowerCase())
      .map((one) => [one.control.toLowerCase(), one]),
  );
  const controls = standard.controls.map((control) =>
    assessedControl(standard, control, sourcesOf, attested.get(control.name.toLowerCase()), facts),
  );
  const counts = countStates(controls.map(({ state }) => state));
  return { standard, state: rolledUp(counts, 'Unsupported'), counts, controls };
}

function assessedControl(
  standard: Standard,
  control: StandardControl,
  sourcesOf: SourceIndex,
  attestation: Attestation | undefined,
  { counts: all, now }: ComplianceFacts,
): AssessedControl {
  const here = sourcesOf(control).filter(({ key, onlyWhereCounted }) => !onlyWhereCounted || all[key] !== undefined);
  const judged = here.map(({ key, assessmentKey, displayName }): AssessedAssessment => {
    const counts = resourceCounts(all[key]);
    return { name: assessmentKey, key, description: displayName, state: rolledUp(counts, 'Skipped'), counts };
  });
  const manual = control.manual === true || judged.length === 0;
  const assessments = manual ? [...judged, attestedAssessment(standard, control, attestation, now)] : judged;
  const counts = countStates(assessments.map(({ state }) => state));
  return {
    name: control.name,
    title: control.title,
    manual,
    state: rolledUp(counts, 'Unsupported'),
    counts,
    assessments,
    ...(manual && attestation && { attestation }),
  };
}

/** What people say counts as an assessment of one resource, the subscription. */
function attestedAssessment(
  standard: Standard,
  control: StandardControl,
  attestation: Attestation | undefined,
  now: Date,
): AssessedAssessment {
  const state = attestationState(attestation, now);
  return { name: attestationName(standard, control), description: control.title, state, counts: countStates([state]) };
}

/** A name in the form of an assessment key, the same for as long as standard and control have theirs. */
function attestationName({ name }: Standard, control: StandardControl): string {
  const hash = createHash('sha256').update(`attestation|${name}|${control.name}`.toLowerCase()).digest('hex');
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5');
}

/** Judged by machine and with nothing to judge in it, a standard is not shown. */
export const isRelevant = ({ controls }: AssessedStandard): boolean =>
  controls.some(({ assessments }) =>
    assessments.some(({ key, counts, state }) => (key === undefined ? state !== 'Unsupported' : sum(counts) > 0)),
  );

const sum = ({ passed, failed, skipped, unsupported }: StateCounts): number => passed + failed + skipped + unsupported;
