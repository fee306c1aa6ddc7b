import { app } from '@azure/functions';
import { flows } from '../../shared/app';

app.timer('expireArchive', {
  schedule: '0 37 */6 * * *',
  retry: { strategy: 'fixedDelay', maxRetryCount: 3, delayInterval: { seconds: 10 } },
  handler: async (_timer, context) => {
    context.log(`expireArchive ${JSON.stringify(await flows().expireArchive())}`);
  },
});
