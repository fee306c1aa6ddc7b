import { eachOf } from '../eachOf';
import type { Ports } from '../ports';
import type { WorkMessage } from '../ports/queues';
import { agentRecommendation } from './enqueueDeployments';

const width = 8;
const atOnce = 200;

/** Asks for a walk over each subscription in which a batch of the feed of `settings` switches auto-provisioning. */
export async function onAutoProvisioning(
  ports: Pick<Ports, 'work'>,
  documents: readonly { kind: string; scope?: string }[],
): Promise<{ provisioned: number }> {
  const scopes = documents.filter(({ kind }) => kind === 'autoProvisioning').map(({ scope = '' }) => scope);
  const ids = new Set(scopes.flatMap((scope) => /^\/subscriptions\/([^/]+)$/.exec(scope)?.[1] ?? []));
  await eachOf([...ids], width, (subscriptionId) => ports.work.send({ kind: 'deployAgents', subscriptionId }));
  return { provisioned: ids.size };
}

/**
 * Switched on: every machine without the collector is put on the queue, piece by piece. Switched off: every machine whose task is
 * there, which ends it if it is open.
 */
export async function deployAgents(
  ports: Pick<Ports, 'provisioning' | 'findings' | 'work'>,
  { subscriptionId, continuation }: Extract<WorkMessage, { kind: 'deployAgents' }>,
): Promise<{ machines: number; more: boolean }> {
  const options = { top: atOnce, continuation };
  const isOn = (await ports.provisioning.setting(subscriptionId))?.autoProvision === 'On';
  const { ids, next } = isOn
    ? await machinesWithout(ports, subscriptionId, options)
    : await machinesWithTask(ports, subscriptionId, options);
  await eachOf(ids, width, (machineId) => ports.work.send({ kind: 'deployAgent', machineId }));
  if (next !== undefined) await ports.work.send({ kind: 'deployAgents', subscriptionId, continuation: next });
  return { machines: ids.length, more: next !== undefined };
}

type Options = { top: number; continuation: string | undefined };
interface Found {
  ids: string[];
  next: string | undefined;
}

async function machinesWithout(
  ports: Pick<Ports, 'findings'>,
  subscriptionId: string,
  options: Options,
): Promise<Found> {
  const listed = await ports.findings.judgements(`/subscriptions/${subscriptionId}`, options);
  const missing = listed.items.filter(({ judgement }) => judgement.verdicts[agentRecommendation]?.code === 'Unhealthy');
  return { ids: missing.map(({ resourceId }) => resourceId), next: listed.continuation };
}

async function machinesWithTask(
  ports: Pick<Ports, 'provisioning'>,
  subscriptionId: string,
  options: Options,
): Promise<Found> {
  const listed = await ports.provisioning.deployments(subscriptionId, options);
  return { ids: listed.items.map(({ deployment }) => deployment.machineId), next: listed.continuation };
}
