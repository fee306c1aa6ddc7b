import { app } from '@azure/functions';
import { flows } from '../../shared/app';

app.storageQueue('work', {
  connection: 'STORAGE',
  queueName: 'work',
  handler: async (message, context) => {
    context.log(`worked ${JSON.stringify(await flows().work(message))}`);
  },
});
