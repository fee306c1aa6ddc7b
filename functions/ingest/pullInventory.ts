import { app } from '@azure/functions';
import { flows } from '../../shared/app';

app.timer('pullInventory', {
  schedule: '45 */5 * * * *',
  retry: { strategy: 'fixedDelay', maxRetryCount: 3, delayInterval: { seconds: 10 } },
  handler: async (_timer, context) => {
    context.log(`inventory ${JSON.stringify(await flows().pullInventory())}`);
  },
});
