import type { OutboxItem } from '../../model/documents/outbox';
import type { Standard } from '../../model/standard';
import { assessmentSource, sourceIndex } from '../posture/compliance/assessmentSource';
import { complianceChanges } from '../posture/compliance/complianceChanges';
import type { Recommendation } from '../posture/recommendation';
import type { ExportEvent } from './exportEvent';
import { compliancePayload } from './payloads/compliance';

type Item = Extract<OutboxItem, { of: 'compliance' }>;

/** Tells of each assessment whose state changed, once for each control of the shipped standards that were on then. */
export function complianceEvents(
  standards: readonly Standard[],
  recommendations: readonly Recommendation[],
  publicUrl: string,
): (item: Item, subscriptionId: string, resourceId: string) => ExportEvent[] {
  // Those of assigned policies come and go: what an event is named by must be the same when it is delivered.
  const shipped = recommendations.filter(({ metadata }) => metadata.assessmentType !== 'CustomPolicy');
  const sourcesOf = sourceIndex(shipped.map(assessmentSource));
  return ({ before, after, off }, subscriptionId, resourceId) => {
    const isOn = ({ name, alwaysOn }: Standard): boolean =>
      alwaysOn === true || (off !== 'all' && !off.includes(name.toLowerCase()));
    const changes = complianceChanges(standards.filter(isOn), sourcesOf, before, after);
    return changes.map((change) => ({
      key: `compliance|${change.standard}|${change.control}|${change.assessment.name}`,
      source: 'RegulatoryComplianceAssessment',
      resourceId,
      payload: compliancePayload(subscriptionId, change, publicUrl),
    }));
  };
}
