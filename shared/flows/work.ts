import type { Recommendation } from '../core/posture/recommendation';
import { judgePartition } from './judgePartition';
import type { Ports, WorkMessage } from './ports';
import { reassessSubscription } from './reassess';
import { recountScore } from './recountScore';

/** Does one piece of work. */
export function doWork(
  ports: Pick<Ports, 'now' | 'resources' | 'findings' | 'work' | 'log'>,
  recommendations: readonly Recommendation[],
  message: WorkMessage,
): Promise<object> {
  switch (message.kind) {
    case 'reassessSubscription':
      return reassessSubscription(ports, recommendations, message);
    case 'judge':
      return judgePartition(ports, recommendations, message.partition);
    case 'recount':
      return recountScore(ports, recommendations, message.subscriptionId);
  }
}
