import { app } from '@azure/functions';
import { flows } from '../../shared/app';

app.storageQueue('deliver', {
  connection: 'STORAGE',
  queueName: 'deliveries',
  handler: async (message, context) => {
    context.log(`delivered ${JSON.stringify(await flows().deliver(message))}`);
  },
});
