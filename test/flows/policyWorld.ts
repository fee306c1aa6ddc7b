import type { JudgementDocument } from '../../shared/model/documents/findings';
import { createPostureDirectory, type PostureDirectory } from '../../shared/flows/postureDirectory';
import { judgePartition } from '../../shared/flows/judgePartition';
import { onPolicyChange } from '../../shared/flows/onPolicyChange';
import type { WorkMessage } from '../../shared/flows/ports/queues';
import { reassessSubscription } from '../../shared/flows/reassess';
import type { PolicyWriter } from '../../shared/flows/policies/storePolicy';
import { savePolicyDefinition } from '../../shared/flows/policies/saveDefinitions';
import { definitionId, stateDefinition } from '../core/posture/plan/policy.samples';
import { subscription } from '../core/posture/posture.samples';
import { postureWorld, recommendations, type PostureWorld } from './postureWorld';

const home = { tenantId: 't', subscriptionId: subscription, location: 'westeurope', workspaceId: 'w1' };

export interface PolicyWorld extends PostureWorld {
  writer: PolicyWriter & { ports: PostureWorld['ports'] };
  directory: PostureDirectory;
  /** Hands what was written to policies since to the door, and does the work that comes of it at once; answers that. */
  settle(): Promise<WorkMessage[]>;
  /** Does the work that waits until the time is that. */
  until(time: Date): Promise<void>;
  verdict(resourceId: string, key: string): Promise<JudgementDocument['judgement']['verdicts'][string] | undefined>;
}

/** A subscription below the management group Shops, with the definition `state`. */
export async function policyWorld(overrides: Parameters<typeof postureWorld>[0] = {}): Promise<PolicyWorld> {
  const world = postureWorld(overrides);
  const { ports } = world;
  const directory = createPostureDirectory(ports, recommendations);
  const writer = { ports, workspaceId: 'w1' };
  await ports.settings.addSubscription({
    id: 's',
    kind: 'subscription',
    scope: `/subscriptions/${subscription}`,
    workspaceId: 'w1',
    subscriptionId: subscription,
    displayName: 'Shop',
    tenantId: 't',
    managementGroups: ['shops'],
  });
  const work = async (message: WorkMessage): Promise<void> => {
    if (message.kind === 'judge') await judgePartition(ports, directory, message.partition, message.since);
    if (message.kind === 'reassessSubscription') await reassessSubscription(ports, directory, message, home);
  };
  let read = 0;
  await savePolicyDefinition(writer, { id: definitionId('state'), properties: stateDefinition('state') });
  return {
    ...world,
    get clock() {
      return world.clock;
    },
    writer,
    directory,
    async settle() {
      const news = world.policyFeed.slice(read);
      read = world.policyFeed.length;
      const sent = world.work.length;
      await onPolicyChange(ports, directory, news);
      const now = world.work.slice(sent).filter(({ delaySeconds }) => delaySeconds === 0);
      for (const { message } of now) await work(message);
      return now.map(({ message }) => message);
    },
    async until(time) {
      const wait = (time.getTime() - world.clock.now.getTime()) / 1000;
      world.clock.now = time;
      const due = world.work.filter(({ delaySeconds }) => delaySeconds > 0 && delaySeconds <= wait);
      for (const { message } of due) await work(message);
    },
    verdict: async (resourceId, key) => {
      const found = world
        .findings()
        .find(
          (one): one is JudgementDocument =>
            one.kind === 'judgement' && one.resourceId.toLowerCase() === resourceId.toLowerCase(),
        );
      return found?.judgement.verdicts[key];
    },
  };
}
