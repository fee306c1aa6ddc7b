import type { PolicyAssignmentDocument } from '../../model/policy';
import { allPages } from '../allPages';
import { eachOf } from '../eachOf';
import type { Ports } from '../ports';
import { policyChain } from './policyChain';

/** In UTC; the timer comes every hour. */
const hourOfDay = 2;
const width = 8;

/** For the timer: once a day, each subscription whose assignments were read from Azure is read again. */
export async function enqueuePolicyReads(
  ports: Pick<Ports, 'now' | 'policies' | 'settings' | 'work'>,
): Promise<{ policyReads: number }> {
  if (ports.now().getUTCHours() !== hourOfDay) return { policyReads: 0 };
  const subscriptions = await ports.settings.subscriptions();
  const fromAzure = new Map<string, Promise<boolean>>();
  const isFromAzure = (scope: string): Promise<boolean> => {
    const known = fromAzure.get(scope) ?? hasAzureAssignments(ports, scope);
    fromAzure.set(scope, known);
    return known;
  };
  let policyReads = 0;
  await eachOf(subscriptions, width, async ({ subscriptionId }) => {
    const chain = policyChain(`/subscriptions/${subscriptionId}`, subscriptions);
    const answers = await Promise.all(chain.map(isFromAzure));
    if (!answers.includes(true)) return;
    await ports.work.send({ kind: 'importPolicies', subscriptionId: subscriptionId.toLowerCase() });
    policyReads += 1;
  });
  return { policyReads };
}

async function hasAzureAssignments({ policies }: Pick<Ports, 'policies'>, scope: string): Promise<boolean> {
  const list = allPages<PolicyAssignmentDocument>((options) =>
    policies.list({ scope, kind: 'policyAssignment' }, options),
  );
  for await (const { origin } of list) if (origin === 'Azure') return true;
  return false;
}
