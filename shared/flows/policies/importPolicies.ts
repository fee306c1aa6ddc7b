import { canonical } from '../../core/ingest/contentId';
import { type ImportedKind, type ImportedPolicy, readImportedPolicy } from '../../core/posture/plan/importedPolicy';
import type { Json, JsonObject } from '../../model/json';
import type { PolicyDocument } from '../../model/policy';
import { parsePolicyId } from '../../model/policyId';
import { Rejected } from '../../model/rejected';
import { eachOf } from '../eachOf';
import type { Ports } from '../ports';
import { countedOnce } from './countedOnce';
import { savePolicyAssignment, savePolicyExemption } from './saveAssignments';
import { savePolicyDefinition, savePolicySetDefinition } from './saveDefinitions';
import type { PolicyDraft, PolicyWriter, SavedPolicy } from './storePolicy';

/** What became of one item; `index` is its place among those that were sent. `warnings` say what keeps it from being judged. */
export interface ImportedItem {
  index: number;
  id?: string;
  kind?: ImportedKind;
  outcome: 'created' | 'replaced' | 'unchanged' | 'rejected';
  code?: string;
  message?: string;
  warnings: string[];
}

export type ImportWriter = PolicyWriter & { ports: Pick<Ports, 'policies' | 'now'> };

export interface ImportOptions {
  /** Where items without an id are kept. */
  scope?: string | undefined;
  origin?: 'Azure' | undefined;
  /** Throws Rejected for what may not be written; it is also asked of what would be replaced. */
  check?: (policy: ImportedPolicy) => void;
}

const width = 8;
/** What refers to something comes after it, so that warnings are true. */
const order: ImportedKind[] = ['policyDefinition', 'policySetDefinition', 'policyAssignment', 'policyExemption'];

const savers: Record<ImportedKind, (writer: ImportWriter, draft: PolicyDraft) => Promise<SavedPolicy<PolicyDocument>>> =
  {
    policyDefinition: savePolicyDefinition,
    policySetDefinition: savePolicySetDefinition,
    policyAssignment: savePolicyAssignment,
    policyExemption: savePolicyExemption,
  };

/** Keeps what is new or different, and tells of each item what became of it: one that is wrong keeps no other from being kept. */
export async function importPolicies(
  writer: ImportWriter,
  items: readonly Json[],
  options: ImportOptions = {},
): Promise<ImportedItem[]> {
  const done: ImportedItem[] = [];
  const counted = { ...writer, ports: { ...writer.ports, policies: countedOnce(writer.ports.policies) } };
  const read = items.flatMap((item, index) => {
    try {
      const policy = readImportedPolicy(item, options.scope);
      options.check?.(policy);
      return [{ index, policy }];
    } catch (error) {
      done.push(rejected(index, error));
      return [];
    }
  });
  for (const kind of order) {
    const ofKind = read.filter(({ policy }) => policy.kind === kind);
    await eachOf(ofKind, width, async ({ index, policy }) => {
      const { id } = policy;
      try {
        done.push({ index, id, kind, ...(await keep(counted, policy, options)) });
      } catch (error) {
        done.push({ ...rejected(index, error), id, kind });
      }
    });
  }
  return done.sort((a, b) => a.index - b.index);
}

async function keep(
  writer: ImportWriter,
  { id, kind, properties }: ImportedPolicy,
  { origin, check }: ImportOptions,
): Promise<Pick<ImportedItem, 'outcome' | 'warnings'>> {
  const before = await writer.ports.policies.get(parsePolicyId(id)?.id ?? id);
  if (before && before.origin === origin && canonical(before.properties as JsonObject) === canonical(properties))
    return { outcome: 'unchanged', warnings: [] };
  if (before) check?.({ id, kind, properties: before.properties as JsonObject });
  const { created, warnings } = await savers[kind](writer, { id, properties, origin });
  return { outcome: created ? 'created' : 'replaced', warnings };
}

/** What is wrong is told; everything else is the store's trouble, and whoever imports tries again. */
function rejected(index: number, error: unknown): ImportedItem {
  if (!(error instanceof Rejected)) throw error;
  return { index, outcome: 'rejected', code: error.code, message: error.message, warnings: [] };
}
