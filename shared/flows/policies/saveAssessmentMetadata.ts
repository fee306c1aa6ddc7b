import { type AssessmentMetadata, assessmentMetadataSchema } from '../../model/assessmentMetadata';
import type { AssessmentMetadataDocument } from '../../model/policy';
import { assessmentMetadataId } from '../../model/policyId';
import { Rejected } from '../../model/rejected';
import type { Ports } from '../ports';
import {
  checkCount,
  policyIdOf,
  policyProperties,
  type PolicyWriter,
  removePolicy,
  type SavedPolicy,
  storePolicy,
} from './storePolicy';

/** As many kinds of assessments of one's own as a subscription can show. */
const maxOfSubscription = 500;
const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export interface MetadataDraft {
  subscriptionId: string;
  name: string;
  properties: unknown;
  /** Whoever writes assessments of it has to know. It is sealed, and never comes out. */
  secret?: string | undefined;
  etag?: string | undefined;
}

const secretId = (id: string): string => `assessmentMetadata|${id.split('/').join('|')}`;

/** Saves metadata of assessments that clients write; `shipped` are names that are taken. Throws Rejected. */
export async function saveAssessmentMetadata(
  writer: PolicyWriter & { ports: Pick<Ports, 'secrets'> },
  shipped: ReadonlySet<string>,
  { subscriptionId, name, properties: given, secret, etag }: MetadataDraft,
): Promise<SavedPolicy<AssessmentMetadataDocument>> {
  if (!guid.test(name)) throw new Rejected('InvalidResourceName', 'The name of assessment metadata is a GUID.');
  if (shipped.has(name.toLowerCase()))
    throw new Rejected('NameIsTaken', 'A recommendation that is shipped has this name: use another GUID.');
  const id = assessmentMetadataId(subscriptionId, name);
  const parts = policyIdOf(id, 'assessmentMetadata');
  const properties: AssessmentMetadata = policyProperties(assessmentMetadataSchema, given);
  if (properties.assessmentType === 'VerifiedPartner' && !properties.partnerData)
    throw new Rejected('InvalidPolicy', 'properties.partnerData: a VerifiedPartner says which partner it is.');
  await checkCount(writer.ports, parts, maxOfSubscription);
  if (secret !== undefined) await writer.ports.secrets.seal(secretId(id), secret);
  return {
    ...(await storePolicy(writer, { ...parts, kind: 'assessmentMetadata' }, properties, { etag })),
    warnings: [],
  };
}

/** False if there is none. Its assessments go when their resources are judged again, which its removal starts. */
export async function removeAssessmentMetadata(
  ports: Pick<Ports, 'policies' | 'secrets'>,
  subscriptionId: string,
  name: string,
): Promise<boolean> {
  const id = assessmentMetadataId(subscriptionId, name);
  const removed = await removePolicy(ports, id);
  await ports.secrets.remove(secretId(id));
  return removed;
}

export async function assessmentMetadataOf(
  { policies }: Pick<Ports, 'policies'>,
  subscriptionId: string,
  name: string,
): Promise<AssessmentMetadataDocument | undefined> {
  if (!guid.test(name)) return undefined;
  const found = await policies.get(assessmentMetadataId(subscriptionId, name));
  return found?.kind === 'assessmentMetadata' ? found : undefined;
}

/** What was sealed for it, if anything. */
export const metadataSecret = (
  { secrets }: Pick<Ports, 'secrets'>,
  { resourceId }: AssessmentMetadataDocument,
): Promise<string | undefined> => secrets.open(secretId(resourceId));
