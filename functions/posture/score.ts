import { app } from '@azure/functions';
import { flows } from '../../shared/app';

app.timer('score', {
  schedule: '0 47 */6 * * *',
  retry: { strategy: 'fixedDelay', maxRetryCount: 3, delayInterval: { seconds: 10 } },
  handler: async (_timer, context) => {
    context.log(`score ${JSON.stringify(await flows().recountAll())}`);
  },
});
