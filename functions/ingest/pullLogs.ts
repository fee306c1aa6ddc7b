import { app } from '@azure/functions';
import { flows } from '../../shared/app';

app.timer('pullLogs', {
  schedule: '30 */2 * * * *',
  retry: { strategy: 'fixedDelay', maxRetryCount: 3, delayInterval: { seconds: 10 } },
  handler: async (_timer, context) => {
    context.log(`pull ${JSON.stringify(await flows().pullLogs())}`);
  },
});
