import type { Recommendation } from '../core/posture/recommendation';
import { expireArchive } from './expireArchive';
import { compileLists } from './intel/compileLists';
import { pullFeed } from './intel/pullFeed';
import { inventorySubscription } from './inventory/inventorySubscription';
import { readChildren } from './inventory/readChildren';
import { readPrincipals } from './inventory/readPrincipals';
import { judgePartition } from './judgePartition';
import { readAzurePolicies } from './policies/readAzurePolicies';
import type { Ports } from './ports';
import type { JudgedBy } from './postureDirectory';
import type { WorkMessage } from './ports/queues';
import { type AgentInstaller, deployAgent } from './provisioning/deployAgent';
import { deployAgents } from './provisioning/deployAgents';
import { findBlobs } from './readers/findBlobs';
import { readBlob } from './readers/readBlob';
import { readTable } from './readers/readTable';
import { reassessSubscription } from './reassess';
import { recountScore } from './recountScore';
import type { Home } from './saveSnapshots';

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
    | 'azure'
    | 'directory'
    | 'inventory'
    | 'settings'
    | 'alertSettings'
    | 'compliance'
    | 'policies'
    | 'meter'
    | 'provisioning'
    | 'installedFiles'
    | 'resourceManager'
  >,
  recommendations: readonly Recommendation[],
  message: WorkMessage,
  home: Home,
  judgedBy: JudgedBy = recommendations,
  installer?: AgentInstaller,
): Promise<object> {
  switch (message.kind) {
    case 'expireArchive':
      return expireArchive(ports, message);
    case 'reassessSubscription':
      return reassessSubscription(ports, judgedBy, message, home);
    case 'judge':
      return judgePartition(ports, judgedBy, message.partition, message.since);
    case 'recount':
      return recountScore(ports, recommendations, message.subscriptionId);
    case 'importPolicies':
      return readAzurePolicies(ports, home.workspaceId, message.subscriptionId);
    case 'readTable':
      return readTable(ports, message);
    case 'findBlobs':
      return findBlobs(ports, message);
    case 'readBlob':
      return readBlob(ports, message);
    case 'inventorySubscription':
      return inventorySubscription(ports, home, message);
    case 'inventoryChildren':
      return readChildren(ports, home, message);
    case 'inventoryPrincipals':
      return readPrincipals(ports, home, message);
    case 'deployAgents':
      return deployAgents(ports, message);
    case 'deployAgent':
      if (!installer) throw new Error('This process has nothing to install agents with');
      return deployAgent(ports, home, installer, message.machineId);
    case 'pullFeed':
      return pullFeed(ports, message);
    case 'compileIntel':
      return compileLists(ports);
  }
}
