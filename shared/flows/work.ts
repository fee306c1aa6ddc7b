import type { Recommendation } from '../core/posture/recommendation';
import { expireArchive } from './expireArchive';
import { compileLists } from './intel/compileLists';
import { pullFeed } from './intel/pullFeed';
import { judgePartition } from './judgePartition';
import type { Ports } from './ports';
import type { WorkMessage } from './ports/queues';
import { findBlobs } from './readers/findBlobs';
import { readBlob } from './readers/readBlob';
import { readTable } from './readers/readTable';
import { reassessSubscription } from './reassess';
import { recountScore } from './recountScore';

/** Does one piece of work. */
export function doWork(
  ports: Pick<
    Ports,
    | 'now'
    | 'resources'
    | 'findings'
    | 'archive'
    | 'workspaces'
    | 'work'
    | 'log'
    | 'quarantine'
    | 'door'
    | 'readers'
    | 'logTables'
    | 'flowLogBlobs'
    | 'intel'
    | 'intelBlobs'
    | 'feedNetwork'
    | 'secrets'
  >,
  recommendations: readonly Recommendation[],
  message: WorkMessage,
): Promise<object> {
  switch (message.kind) {
    case 'expireArchive':
      return expireArchive(ports, message);
    case 'reassessSubscription':
      return reassessSubscription(ports, recommendations, message);
    case 'judge':
      return judgePartition(ports, recommendations, message.partition);
    case 'recount':
      return recountScore(ports, recommendations, message.subscriptionId);
    case 'readTable':
      return readTable(ports, message);
    case 'findBlobs':
      return findBlobs(ports, message);
    case 'readBlob':
      return readBlob(ports, message);
    case 'pullFeed':
      return pullFeed(ports, message);
    case 'compileIntel':
      return compileLists(ports);
  }
}
