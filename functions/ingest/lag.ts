import { app } from '@azure/functions';
import { flows, flushFlows } from '../../shared/app';

app.timer('lag', {
  schedule: '30 * * * * *',
  handler: async (_timer, context) => {
    context.log(`lag ${JSON.stringify(await flows().measureLag())}`);
  },
});

// What is counted and not written yet.
app.hook.appTerminate(() => flushFlows());
