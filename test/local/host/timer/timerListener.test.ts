import { BlobServiceClient } from '@azure/storage-blob';
import { startAzurite } from '../azuriteProcess';
import { type HostProcess, killHostProcesses, startHostProcess, writeApp } from '../hostProcess';

jest.setTimeout(40_000);

let azurite: Awaited<ReturnType<typeof startAzurite>>;
beforeAll(async () => void (azurite = await startAzurite()));
afterAll(() => {
  killHostProcesses();
  azurite.stop();
});

async function start(source: string, hostId: string, ownerId = 'owner-1'): Promise<HostProcess> {
  const settings = { AzureWebJobsStorage: azurite.connectionString, AzureFunctionsWebHost__hostid: hostId };
  return startHostProcess(writeApp(source), { settings, ownerId });
}

const statusBlob = (hostId: string, name: string) =>
  BlobServiceClient.fromConnectionString(azurite.connectionString)
    .getContainerClient('azure-webjobs-hosts')
    .getBlockBlobClient(`timers/${hostId}/Host.Functions.${name}/status`);

test('a frequent timer runs again and again, one run at a time, without a status', async () => {
  const host = await start(
    `let running = 0;
     app.timer('tick', { schedule: '* * * * * *', handler: async (timer, context) => {
       report({ timer, running: ++running, metadata: context.triggerMetadata }); await new Promise((r) => setTimeout(r, 1100)); running--; } })`,
    'tick',
  );
  await host.until(({ length }) => length === 2, 'two runs');
  const timer = { schedule: { adjustForDST: true }, scheduleStatus: null, isPastDue: false };
  expect(host.reports).toEqual([
    { timer, running: 1, metadata: undefined },
    { timer, running: 1, metadata: undefined },
  ]);
  await host.kill();
});

test('runOnStartup runs once at the start, and the status is kept', async () => {
  const source =
    "app.timer('yearly', { schedule: '0 0 0 1 1 *', runOnStartup: true, handler: async (timer) => report(timer as never) })";
  const host = await start(source, 'startup');
  await host.until(({ length }) => length === 1, 'the run');
  await host.call('stop');
  expect(host.reports).toMatchObject([{ isPastDue: false, scheduleStatus: { last: '0001-01-01T00:00:00' } }]);
  const status = JSON.parse((await statusBlob('startup', 'yearly').downloadToBuffer()).toString()) as Record<
    string,
    string
  >;
  expect(Date.parse(status['Last'] ?? '')).toBeGreaterThan(Date.parse('2026-01-01'));
  expect(status['Next']?.slice(4)).toMatch(/^-(12-31|01-01)T/);
});

test('a missed run is made up for once at the start', async () => {
  const source = "app.timer('hourly', { schedule: '0 0 * * * *', handler: async (timer) => report(timer as never) })";
  const first = await start(source, 'missed');
  while (!(await statusBlob('missed', 'hourly').exists())) await new Promise((resolve) => setTimeout(resolve, 20));
  await first.kill();
  const hour = 3_600_000;
  const last = new Date(Math.floor(Date.now() / hour) * hour - 5 * hour);
  const status = {
    Last: last.toISOString(),
    Next: new Date(last.getTime() + hour).toISOString(),
    LastUpdated: last.toISOString(),
  };
  const text = JSON.stringify(status);
  await statusBlob('missed', 'hourly').upload(text, text.length);

  const next = await start(source, 'missed');
  await next.until(({ length }) => length === 1, 'the missed run');
  expect(next.reports).toMatchObject([{ isPastDue: true }]);
  await next.kill();
});

test('a second host gets no ticks, and the owner of a crashed one goes on at once', async () => {
  const source = "app.timer('single', { schedule: '* * * * * *', handler: async () => report({ tick: true }) })";
  const first = await start(source, 'single', 'owner-1');
  await first.until(({ length }) => length === 1, 'the first tick');
  const other = await start(source, 'single', 'owner-2');
  await first.until(({ length }) => length === 3, 'more ticks');
  expect(other.reports).toEqual([]);
  await first.kill();

  const again = await start(source, 'single', 'owner-1');
  await again.until(({ length }) => length === 1, 'a tick after the crash');
  expect(other.reports).toEqual([]);
  await again.kill();
  await other.kill();
});

test('a failing timer is tried again as its retry policy says', async () => {
  const host = await start(
    `app.timer('retrying', { schedule: '0 0 0 1 1 *', runOnStartup: true,
       retry: { strategy: 'fixedDelay', delayInterval: 0, maxRetryCount: 2 },
       handler: async (_timer, context) => { report({ id: context.invocationId, ...context.retryContext }); throw new Error('no'); } })`,
    'retrying',
  );
  await host.until(({ length }) => length === 3, 'three attempts');
  expect(host.reports.map(({ retryCount, maxRetryCount }) => [retryCount, maxRetryCount])).toEqual([
    [0, 2],
    [1, 2],
    [2, 2],
  ]);
  expect(host.reports.map(({ exception }) => (exception as { message: string } | undefined)?.message)).toEqual([
    undefined,
    'no',
    'no',
  ]);
  expect(new Set(host.reports.map(({ id }) => id)).size).toBe(3);
  await host.kill();
});
