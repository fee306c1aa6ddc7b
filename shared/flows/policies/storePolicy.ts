import type { z } from 'zod';
import { policyKey } from '../../core/documentIds';
import { maxPolicyBytes, type PolicyDocument, type PolicyKind } from '../../model/policy';
import { type PolicyIdParts, parsePolicyId } from '../../model/policyId';
import { Rejected } from '../../model/rejected';
import type { Ports } from '../ports';
import { Conflict } from '../ports/portErrors';
import { untilSaved } from '../untilSaved';

export interface PolicyWriter {
  ports: Pick<Ports, 'policies'>;
  workspaceId: string;
}

/** `etag`: the version that it replaces; without one the last writer wins. */
export interface PolicyDraft {
  id: string;
  properties: unknown;
  etag?: string | undefined;
  /** Set by who reads them from Azure. */
  origin?: 'Azure' | undefined;
}

export interface SavedPolicy<T> {
  document: T;
  created: boolean;
  /** What will keep it from being judged, for whoever saved it. */
  warnings: string[];
}

type DocumentOf<K extends PolicyKind> = Extract<PolicyDocument, { kind: K }>;

const properName = /^[^<>*%&:\\?+/]{0,127}[^<>*%&:\\?+/. ]$/;

/** The parts of an id that is one of that kind. Throws Rejected. */
export function policyIdOf(id: string, kind: PolicyKind): PolicyIdParts {
  const parts = parsePolicyId(id);
  if (parts?.kind !== kind || !properName.test(parts.name) || id.length > 1_024) {
    throw new Rejected('InvalidPolicyId', `'${id.slice(0, 200)}' is no id of a ${kind} with a usable name.`);
  }
  return parts;
}

/** Checks the shape of properties and their size. Throws Rejected that names the first fault. */
export function policyProperties<T>(schema: z.ZodType<T>, properties: unknown): T {
  const read = schema.safeParse(properties);
  if (!read.success) {
    const { path, message } = read.error.issues[0]!;
    throw new Rejected('InvalidPolicy', `properties.${path.join('.')}: ${message}`);
  }
  const bytes = Buffer.byteLength(JSON.stringify(read.data));
  if (bytes <= maxPolicyBytes) return read.data;
  throw new Rejected('PolicyTooLarge', `It has ${bytes} bytes; at most ${maxPolicyBytes} can be kept.`);
}

/** Counts what is there only where something is created. Throws Rejected. */
export async function checkCount(
  { policies }: Pick<Ports, 'policies'>,
  { id, scope, kind }: PolicyIdParts,
  most: number,
): Promise<void> {
  if (await policies.get(id)) return;
  if ((await policies.count({ scope, kind })) < most) return;
  throw new Rejected('TooManyPolicies', `${scope} has ${most} of this kind, which is the limit.`);
}

/** Creates or replaces. Throws Conflict where another version than `etag` is there. */
export async function storePolicy<K extends PolicyKind>(
  { ports, workspaceId }: PolicyWriter,
  { kind, id, name, scope }: PolicyIdParts & { kind: K },
  properties: DocumentOf<K>['properties'],
  { etag, origin }: Pick<PolicyDraft, 'etag' | 'origin'>,
): Promise<{ document: DocumentOf<K>; created: boolean }> {
  const save = async () => {
    const stored = await ports.policies.get(id);
    if (etag !== undefined && stored?._etag !== etag) throw new Conflict('Another version is there');
    const document = {
      ...policyKey(id)!,
      kind,
      scope,
      workspaceId: stored?.workspaceId ?? workspaceId,
      resourceId: stored?.resourceId ?? id,
      name: stored?.name ?? name,
      properties,
      ...(origin && { origin }),
      ...(stored?._etag !== undefined && { _etag: stored._etag }),
    } as unknown as DocumentOf<K>;
    return { document: await ports.policies.save(document), created: !stored };
  };
  return etag === undefined ? untilSaved(save) : save();
}

/** False if there is nothing of that id. Throws Conflict where another version than `etag` is there. */
export async function removePolicy({ policies }: Pick<Ports, 'policies'>, id: string, etag?: string): Promise<boolean> {
  const remove = async () => {
    const stored = await policies.get(id);
    if (!stored) return false;
    if (etag !== undefined && stored._etag !== etag) throw new Conflict('Another version is there');
    await policies.remove(stored);
    return true;
  };
  return etag === undefined ? untilSaved(remove) : remove();
}
