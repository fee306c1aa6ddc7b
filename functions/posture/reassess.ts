import { app } from '@azure/functions';
import { flows } from '../../shared/app';

app.timer('reassess', {
  schedule: '0 17 * * * *',
  retry: { strategy: 'fixedDelay', maxRetryCount: 3, delayInterval: { seconds: 10 } },
  handler: async (_timer, context) => {
    context.log(`reassess ${JSON.stringify(await flows().reassess())}`);
  },
});
