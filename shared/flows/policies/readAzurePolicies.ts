import type { Json, JsonObject } from '../../model/json';
import type { PolicyDocument } from '../../model/policy';
import { parsePolicyId } from '../../model/policyId';
import { Rejected } from '../../model/rejected';
import { allPages } from '../allPages';
import { audit } from '../audit';
import { eachOf } from '../eachOf';
import type { Ports } from '../ports';
import { type ImportedItem, importPolicies } from './importPolicies';
import { policyChain } from './policyChain';
import { removePolicy } from './storePolicy';

const versions = {
  policyAssignments: '2022-06-01',
  policyDefinitions: '2021-06-01',
  policyExemptions: '2022-07-01-preview',
};
const width = 8;

export interface AzurePolicies {
  subscriptionId: string;
  /** Assignments of resource groups and resources: only the scopes above can be assigned to here. */
  skipped: number;
  created: number;
  replaced: number;
  unchanged: number;
  rejected: number;
  removed: number;
}

/**
 * Reads what is assigned in a subscription from Azure, also by management groups above it: assignments, what they assign, members of
 * initiatives, and exemptions. What an earlier run brought and Azure has no more, goes. What the identity may not read is left out; an audit
 * entry of the subscription tells the outcome.
 */
export async function readAzurePolicies(
  ports: Pick<Ports, 'azure' | 'policies' | 'settings' | 'findings' | 'now' | 'log'>,
  workspaceId: string,
  subscriptionId: string,
): Promise<AzurePolicies | { subscriptionId: string; refused: string }> {
  const summary = await read(ports, workspaceId, subscriptionId).catch((error: unknown) => {
    if (error instanceof Rejected) return error;
    throw error;
  });
  const outcome = summary instanceof Rejected ? `Nothing was read: ${summary.message}` : sentence(summary);
  // Whoever asked for it reads there what became of it.
  await audit(
    { ports, newId: () => 'azure-policies', workspaceId },
    {
      by: 'Skywarden',
      action: 'importPolicies',
      resourceId: `/subscriptions/${subscriptionId}`,
      outcome,
      before: null,
      after: null,
    },
  );
  return summary instanceof Rejected ? { subscriptionId, refused: summary.code } : summary;
}

const sentence = ({ created, replaced, unchanged, rejected, removed, skipped }: AzurePolicies): string =>
  `Of the policies of Azure ${created} were added, ${replaced} replaced, ${unchanged} known, ${rejected} refused, ${removed} removed; ` +
  `${skipped} assignments of resource groups were left out.`;

async function read(
  ports: Pick<Ports, 'azure' | 'policies' | 'settings' | 'now' | 'log'>,
  workspaceId: string,
  subscriptionId: string,
): Promise<AzurePolicies> {
  const root = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization`;
  const listed = async (type: 'policyAssignments' | 'policyExemptions'): Promise<JsonObject[]> => {
    const found = await ports.azure.list(`${root}/${type}`, versions[type]);
    if (found) return found;
    throw new Rejected('SubscriptionNotFound', `Azure knows no subscription ${subscriptionId}.`);
  };
  const all = await listed('policyAssignments');
  const assignments = all.filter(isAssignable);
  const exemptions = await listed('policyExemptions');
  const assigned = await readEach(ports, assignments.map(assignedId));
  const members = await readEach(ports, assigned.flatMap(memberIds));

  const writer = { ports, workspaceId };
  const items = [...members, ...assigned, ...assignments, ...exemptions];
  const results = await importPolicies(writer, items, { origin: 'Azure' });
  for (const { id, message } of results.filter(({ outcome }) => outcome === 'rejected'))
    ports.log.warn('A policy of Azure was not imported', { id, reason: message });
  const count = (outcome: ImportedItem['outcome']): number => results.filter((one) => one.outcome === outcome).length;
  return {
    subscriptionId,
    skipped: all.length - assignments.length,
    created: count('created'),
    replaced: count('replaced'),
    unchanged: count('unchanged'),
    rejected: count('rejected'),
    removed: await removeGone(ports, subscriptionId, [...assignments, ...exemptions]),
  };
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const propertiesOf = (row: JsonObject): JsonObject => {
  const { properties } = row;
  return typeof properties === 'object' && properties !== null && !Array.isArray(properties) ? properties : {};
};
const assignedId = (row: JsonObject): string => textOf(propertiesOf(row)['policyDefinitionId']);

function memberIds(row: JsonObject): string[] {
  const members = propertiesOf(row)['policyDefinitions'];
  if (!Array.isArray(members)) return [];
  return members.map((one) =>
    typeof one === 'object' && one !== null && !Array.isArray(one) ? textOf(one['policyDefinitionId']) : '',
  );
}

function isAssignable(row: JsonObject): boolean {
  const parts = parsePolicyId(textOf(row['id']));
  return parts !== undefined && parts.at === parts.scope && parts.scope !== '/';
}

/** Those that are there, each read once. */
async function readEach({ azure, log }: Pick<Ports, 'azure' | 'log'>, ids: readonly string[]): Promise<JsonObject[]> {
  const once = new Map(ids.filter((id) => parsePolicyId(id)).map((id) => [id.toLowerCase(), id]));
  const found: JsonObject[] = [];
  await eachOf([...once.values()], width, async (id) => {
    const read = await azure.get(id, versions.policyDefinitions).catch((error: unknown) => {
      if (!(error instanceof Rejected)) throw error;
      log.warn('A policy of Azure could not be read', { id, reason: error.message });
      return undefined;
    });
    if (read) found.push(read);
  });
  return found;
}

/** Of assignments and exemptions: a definition that nobody assigns does no harm. */
async function removeGone(
  ports: Pick<Ports, 'policies' | 'settings'>,
  subscriptionId: string,
  present: readonly JsonObject[],
): Promise<number> {
  const ids = new Set(present.map((row) => textOf(row['id']).toLowerCase()));
  const chain = policyChain(`/subscriptions/${subscriptionId}`, await ports.settings.subscriptions());
  let removed = 0;
  for (const scope of chain) {
    for (const kind of ['policyAssignment', 'policyExemption'] as const) {
      const kept: PolicyDocument[] = [];
      for await (const one of allPages<PolicyDocument>((options) => ports.policies.list({ scope, kind }, options)))
        if (one.origin === 'Azure' && !ids.has(one.resourceId.toLowerCase())) kept.push(one);
      for (const one of kept) removed += (await removePolicy(ports, one.resourceId)) ? 1 : 0;
    }
  }
  return removed;
}
