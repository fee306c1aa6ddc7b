import type { OutboxDocument } from '../../shared/model/documents/outbox';
import type { ScoreDocument } from '../../shared/model/documents/score';
import type { Resource } from '../../shared/model/resource';
import { documentOf, recommend, subscription, thing } from '../core/posture/posture.samples';
import { type MemoryPorts, memoryPorts } from '../doubles/memoryPorts';

/** The deployment's own subscription. */
export const home = {
  tenantId: '00000000-0000-0000-0000-0000000000aa',
  subscriptionId: '00000000-0000-0000-0000-000000000009',
  location: 'global',
  workspaceId: 'default',
};

export const transit = recommend('test/transit', ['encryptDataInTransit']);
export const rest = recommend('test/rest', ['enableEncryptionAtRest']);
export const recommendations = [transit, rest];

/** Memory ports with short hands to store resources and to look at what came of them. */
export interface PostureWorld extends MemoryPorts {
  see: (resource: Resource) => Promise<void>;
  lose: (resource: Resource) => Promise<void>;
  outbox: () => OutboxDocument[];
  score: () => ScoreDocument | undefined;
}

export function postureWorld(overrides: Parameters<typeof memoryPorts>[0] = {}): PostureWorld {
  const memory = memoryPorts(overrides);
  const tick = () => {
    memory.clock.now = new Date(memory.clock.now.getTime() + 1000);
    return memory.clock.now.toISOString();
  };
  return {
    ...memory,
    get clock() {
      return memory.clock;
    },
    see: async (resource) => void (await memory.ports.resources.save(documentOf(resource, tick()))),
    lose: async (resource) =>
      void (await memory.ports.resources.save({ ...documentOf(resource, tick()), deleted: true })),
    outbox: () => memory.findingFeed.filter((one): one is OutboxDocument => one.kind === 'outbox'),
    score: () => memory.findings().find((one): one is ScoreDocument => one.kind === 'score'),
  };
}

export const good = (name: string): Resource => thing(name, { 'test/transit': 'good', 'test/rest': 'good' });
export const bad = (name: string): Resource => thing(name, { 'test/transit': 'bad', 'test/rest': 'good' });
export { subscription };
