import { app, type InvocationContext } from '@azure/functions';
import { flows } from '../../shared/app';

app.cosmosDB('onJudgement', {
  connection: 'COSMOS',
  databaseName: '%COSMOS_DATABASE%',
  containerName: 'findings',
  leaseContainerName: 'leases',
  leaseContainerPrefix: 'onJudgement-',
  startFromBeginning: true,
  feedPollDelay: 1000,
  maxItemsPerInvocation: 200,
  retry: {
    strategy: 'exponentialBackoff',
    maxRetryCount: -1,
    minimumInterval: { seconds: 1 },
    maximumInterval: { minutes: 1 },
  },
  handler: async (documents: unknown[], context: InvocationContext) => {
    context.log(`scored ${JSON.stringify(await flows().onJudgement(documents))}`);
  },
});
