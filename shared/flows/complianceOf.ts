import type { SourceIndex } from '../core/posture/compliance/assessmentSource';
import { standardRows, type StandardRow } from '../core/posture/compliance/enabledStandards';
import { type AssessedStandard, isRelevant, rollUp } from '../core/posture/compliance/rollUp';
import type { Standard } from '../model/standard';
import type { Ports } from './ports';

type Reads = Pick<Ports, 'now' | 'findings' | 'compliance' | 'alertSettings'>;

/** Every standard that a subscription could have, and whether it is on. */
export async function standardsOf(
  ports: Pick<Ports, 'compliance' | 'alertSettings'>,
  shipped: readonly Standard[],
  subscriptionId: string,
): Promise<StandardRow[]> {
  const [kept, plans] = await Promise.all([
    ports.compliance.of(subscriptionId),
    ports.alertSettings.plans(subscriptionId),
  ]);
  const imported = kept.standards.map(({ standard }) => standard);
  return standardRows(shipped, { imported, off: kept.switches?.off ?? [], plans: plans?.plans ?? {} });
}

/**
 * The standards of a subscription as they stand, of those that are on. One without anything to judge in the subscription is left
 * out, as Defender for Cloud does, but for the benchmark.
 */
export async function complianceOf(
  ports: Reads,
  shipped: readonly Standard[],
  sourcesOf: SourceIndex,
  subscriptionId: string,
  name?: string,
): Promise<AssessedStandard[]> {
  const [score, kept, plans] = await Promise.all([
    ports.findings.score(subscriptionId),
    ports.compliance.of(subscriptionId),
    ports.alertSettings.plans(subscriptionId),
  ]);
  const imported = kept.standards.map(({ standard }) => standard);
  const rows = standardRows(shipped, { imported, off: kept.switches?.off ?? [], plans: plans?.plans ?? {} });
  const facts = {
    counts: score?.assessments ?? {},
    attestations: kept.attestations.map(({ attestation }) => attestation),
    now: ports.now(),
  };
  return rows
    .filter(({ isOn, standard }) => isOn && (name === undefined || sameName(standard.name, name)))
    .map(({ standard }) => rollUp(standard, sourcesOf, facts))
    .filter((assessed) => assessed.standard.alwaysOn === true || isRelevant(assessed));
}

export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
