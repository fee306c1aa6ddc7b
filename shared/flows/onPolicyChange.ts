import { partitionOf } from '../core/documentIds';
import type { Partition } from '../model/documents/stored';
import type { SubscriptionDocument } from '../model/documents/settings';
import type { PolicyDocument } from '../model/policy';
import { parsePolicyId } from '../model/policyId';
import { allPages } from './allPages';
import type { Ports } from './ports';
import type { WorkMessage } from './ports/queues';
import type { PostureDirectory } from './postureDirectory';
import { subscriptionsBelow } from './scopesAbove';
import { sendTwice } from './sendTwice';

type PolicyPorts = Pick<Ports, 'now' | 'settings' | 'resources' | 'work'>;

/** What changes of policies touch. */
interface Touched {
  subscriptions: Set<string>;
  partitions: Map<string, Partition>;
  /** Partitions or subscriptions with the moment at which an exemption of theirs ends. */
  later: { at: number; message: WorkMessage }[];
}

/** A message of a queue can wait that long; what ends later is found by the timer. */
const longestWaitMs = 6 * 24 * 3_600_000;

/**
 * Puts on the queue what a batch of the feed of `policies` touches: each subscription below the scope of an assignment or of
 * settings, those that use a definition, and of an exemption what lies in it, now and when it ends. Each piece goes twice, at once and when
 * no instance can have older knowledge any more. A repeated batch sends the same again, which changes nothing.
 */
export async function onPolicyChange(
  ports: PolicyPorts,
  directory: PostureDirectory,
  documents: readonly ({ kind: string } | PolicyDocument)[],
): Promise<{ policies: number; subscriptions: number; partitions: number; later: number }> {
  const changes = documents.filter(isPolicy);
  if (changes.length === 0) return { policies: 0, subscriptions: 0, partitions: 0, later: 0 };
  directory.forget();
  const since = ports.now().toISOString();
  const known = await ports.settings.subscriptions();
  const touched: Touched = { subscriptions: new Set(), partitions: new Map(), later: [] };
  for (const change of changes) await addTouched(ports, directory, known, change, touched);

  const { subscriptions, later } = touched;
  const partitions = [...touched.partitions.values()].filter((one) => !subscriptions.has(one.subscriptionId));
  const messages: WorkMessage[] = [
    ...[...subscriptions].map((subscriptionId) => reassess(subscriptionId, since)),
    ...partitions.map((partition): WorkMessage => ({ kind: 'judge', partition, since })),
  ];
  await sendTwice(ports, messages);
  for (const { at, message } of later) await ports.work.send(message, Math.ceil((at - ports.now().getTime()) / 1000));
  return {
    policies: changes.length,
    subscriptions: subscriptions.size,
    partitions: partitions.length,
    later: later.length,
  };
}

const isPolicy = (document: { kind: string }): document is PolicyDocument =>
  'resourceId' in document && document.kind !== 'policyRevision';

const reassess = (subscriptionId: string, since?: string): WorkMessage => ({
  kind: 'reassessSubscription',
  subscriptionId,
  ...(since && { since }),
});

async function addTouched(
  ports: PolicyPorts,
  directory: PostureDirectory,
  known: readonly SubscriptionDocument[],
  change: PolicyDocument,
  touched: Touched,
): Promise<void> {
  const below = subscriptionsBelow(change.scope, known);
  if (change.kind === 'policyDefinition' || change.kind === 'policySetDefinition') {
    const id = change.resourceId.toLowerCase();
    for (const subscriptionId of below) {
      if ((await directory.of(subscriptionId)).referred.has(id)) touched.subscriptions.add(subscriptionId);
    }
    return;
  }
  if (change.kind !== 'policyExemption') return below.forEach((id) => void touched.subscriptions.add(id));

  const at = parsePolicyId(change.resourceId)?.at ?? change.scope;
  const partitions = at === change.scope ? [] : await partitionsIn(ports, at);
  if (at === change.scope) below.forEach((id) => void touched.subscriptions.add(id));
  for (const partition of partitions)
    touched.partitions.set(`${partition.subscriptionId}|${partition.rootId}`, partition);

  const end = change.properties.expiresOn ? Date.parse(change.properties.expiresOn) : Infinity;
  const wait = end - ports.now().getTime();
  if (change.deleted || wait <= 0 || wait > longestWaitMs) return;
  const pieces: WorkMessage[] =
    at === change.scope
      ? below.map((id) => reassess(id))
      : partitions.map((partition) => ({ kind: 'judge', partition }));
  touched.later.push(...pieces.map((message) => ({ at: end, message })));
}

/** Of a resource, a child or what is attached to it the partition; of a resource group those of all in it. */
async function partitionsIn({ resources }: Pick<Ports, 'resources'>, at: string): Promise<Partition[]> {
  const own = partitionOf(at);
  if (own.rootId.includes('/providers/')) return [own];
  const found = new Map([[own.rootId, own]]);
  for await (const { subscriptionId, rootId } of allPages((options) => resources.list({ scope: at }, options))) {
    found.set(rootId, { subscriptionId, rootId });
  }
  return [...found.values()];
}
