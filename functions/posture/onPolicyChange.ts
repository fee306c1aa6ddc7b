import { app, type InvocationContext } from '@azure/functions';
import { flows } from '../../shared/app';

app.cosmosDB('onPolicyChange', {
  connection: 'COSMOS',
  databaseName: '%COSMOS_DATABASE%',
  containerName: 'policies',
  leaseContainerName: 'leases',
  leaseContainerPrefix: 'onPolicyChange-',
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
    context.log(`touched ${JSON.stringify(await flows().onPolicyChange(documents))}`);
  },
});
