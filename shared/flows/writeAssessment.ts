import { partitionOf } from '../core/documentIds';
import type { Judged } from '../core/posture/judgeResources';
import type { JudgementDocument } from '../model/documents/findings';
import type { ResourceDocument } from '../model/documents/resources';
import type { Judgement, KeptVerdict, Verdict } from '../model/judgement';
import { parseResourceId } from '../model/resourceId';
import { judgementWrite, removalOutbox } from './judgementOutbox';
import type { Ports } from './ports';
import { untilSaved } from './untilSaved';

export type WrittenVerdict = Pick<Verdict, 'code' | 'cause' | 'description'> & Pick<KeptVerdict, 'additionalData'>;

type AssessmentPorts = Pick<Ports, 'now' | 'resources' | 'findings'>;

/**
 * Puts the verdict of a client beside those of the recommendations, under `key`. Undefined where the inventory does not know the resource:
 * it is judged with it, and goes with it.
 */
export function writeAssessment(
  ports: AssessmentPorts,
  resourceId: string,
  key: string,
  written: WrittenVerdict,
): Promise<{ judgement: Judgement; verdict: KeptVerdict; created: boolean } | undefined> {
  return untilSaved(async () => {
    const { id } = parseResourceId(resourceId);
    const stored = await ports.findings.judgement(partitionOf(id), id);
    const document = await ports.resources.get(id);
    if (!document || document.deleted) return undefined;
    const now = ports.now();
    const before = stored?.judgement.verdicts[key];
    const verdict: KeptVerdict = {
      ...written,
      firstEvaluatedAt: before?.firstEvaluatedAt ?? now.toISOString(),
      changedAt: before && before.code === written.code ? before.changedAt : now.toISOString(),
    };
    const judgement = withVerdicts(document, stored, { ...stored?.judgement.verdicts, [key]: verdict });
    await ports.findings.save(judgementWrite(changed(document, judgement), stored, now));
    return { judgement, verdict, created: before === undefined };
  });
}

/** False if there is none. */
export function removeAssessment(ports: AssessmentPorts, resourceId: string, key: string): Promise<boolean> {
  return untilSaved(async () => {
    const { id } = parseResourceId(resourceId);
    const stored = await ports.findings.judgement(partitionOf(id), id);
    const document = await ports.resources.get(id);
    if (!document || stored?.judgement.verdicts[key] === undefined) return false;
    const { [key]: _, ...verdicts } = stored.judgement.verdicts;
    const now = ports.now();
    if (Object.keys(verdicts).length === 0) await ports.findings.remove(stored, removalOutbox(stored, now));
    else {
      const judgement = withVerdicts(document, stored, verdicts);
      await ports.findings.save(judgementWrite(changed(document, judgement), stored, now));
    }
    return true;
  });
}

const changed = (document: ResourceDocument, judgement: Judgement): Judged => ({
  document,
  judgement,
  changed: true,
  marked: false,
  stale: [],
});

const withVerdicts = (
  { resource, observedAt }: ResourceDocument,
  stored: JudgementDocument | undefined,
  verdicts: Judgement['verdicts'],
): Judgement => ({
  resourceId: resource.id,
  resourceName: resource.name,
  resourceType: resource.type,
  location: resource.location ?? '',
  observedAt: stored?.judgement.observedAt ?? observedAt,
  verdicts,
});
