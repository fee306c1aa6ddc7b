import { app } from '@azure/functions';
import { flows } from '../../shared/app';

app.timer('pullIntel', {
  schedule: '45 */5 * * * *',
  retry: { strategy: 'fixedDelay', maxRetryCount: 3, delayInterval: { seconds: 10 } },
  handler: async (_timer, context) => {
    context.log(`pull ${JSON.stringify(await flows().pullIntel())}`);
  },
});
