import type { PolicyDocument } from '../../model/policy';
import { parsePolicyId } from '../../model/policyId';
import { Rejected } from '../../model/rejected';
import { allPages } from '../allPages';
import { eachOf } from '../eachOf';
import type { Ports } from '../ports';
import { managementGroupScope, subscriptionsBelow } from '../scopesAbove';
import { removePolicy } from './storePolicy';

const width = 8;
const maxNamed = 5;

/**
 * Removes a definition or an initiative; false if there is none. As Azure does, refuses one that an assignment or an initiative refers to:
 * what is judged by it would be Unknown from then on.
 */
export async function removeDefinition(
  ports: Pick<Ports, 'policies' | 'settings'>,
  id: string,
  etag?: string,
): Promise<boolean> {
  const stored = await ports.policies.get(id);
  if (!stored) return false;
  const uses = await usesOf(ports, stored);
  if (uses.length > 0) {
    const [code, what] =
      stored.kind === 'policySetDefinition'
        ? ['InvalidDeletePolicySetDefinitionRequest', 'policy set definition']
        : ['InvalidDeletePolicyDefinitionRequest', 'policy definition'];
    throw new Rejected(
      code,
      `The ${what} '${stored.name}' cannot be deleted. It is referenced by '${uses.slice(0, maxNamed).join("', '")}'` +
        `${uses.length > maxNamed ? ` and ${uses.length - maxNamed} more` : ''}. Delete these first.`,
    );
  }
  return removePolicy(ports, id, etag);
}

/** Ids of what refers to it: that lies in its own scope or below. */
async function usesOf({ policies, settings }: Pick<Ports, 'policies' | 'settings'>, used: PolicyDocument) {
  const known = await settings.subscriptions();
  const below = new Set(subscriptionsBelow(used.scope, known));
  const groups = known
    .filter(({ subscriptionId }) => below.has(subscriptionId.toLowerCase()))
    .flatMap((one) => one.managementGroups.map(managementGroupScope));
  const scopes = new Set([used.scope, ...groups, ...[...below].map((id) => `/subscriptions/${id}`)]);
  const wanted = used.resourceId.toLowerCase();
  const uses: string[] = [];
  await eachOf([...scopes], width, async (scope) => {
    for (const kind of ['policyAssignment', 'policySetDefinition'] as const) {
      const found = allPages<PolicyDocument>((options) => policies.list({ scope, kind }, options));
      for await (const one of found) if (refersTo(one).includes(wanted)) uses.push(one.resourceId);
    }
  });
  return uses.sort();
}

function refersTo(document: PolicyDocument): string[] {
  const ids =
    document.kind === 'policyAssignment'
      ? [document.properties.policyDefinitionId]
      : document.kind === 'policySetDefinition'
        ? document.properties.policyDefinitions.map((member) => member.policyDefinitionId)
        : [];
  return ids.map((id) => (parsePolicyId(id)?.id ?? id).toLowerCase());
}
