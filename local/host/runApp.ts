import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createInvoke } from './app/invocation';
import type { LoadedApp } from './app/loadApp';
import { createClients } from './connections/clients';
import { createHostBlobs } from './connections/hostBlobs';
import { createDispatcher } from './dispatcher';
import { createDrain } from './drain';
import { defineFunctions } from './functionDefinition';
import type { HostContext } from './hostContext';
import { hostId } from './hostId';
import type { HostJson } from './hostJson';
import type { HostLog } from './hostLog';
import { loadAccessKeys } from './http/accessKeys';
import { createAdminEndpoints } from './http/adminEndpoints';
import { createHttpDoor } from './http/httpDoor';
import { listen } from './http/listen';
import { createRoutes } from './http/routeTable';
import { createReadInputs } from './inputs/readInputs';
import { createListeners } from './listeners';
import { manualWork } from './manualWork';
import { createWriteOutputs } from './outputs/writeOutputs';
import type { HostOptions, RunningHost } from './runningHost';
import type { Settings } from './settings';

const defaultMaxBodySize = 100 * 1024 * 1024;
const defaultDeadline = 10_000;

/** Puts the parts of the host around a loaded app and starts them. */
export async function runApp(
  app: LoadedApp,
  options: HostOptions,
  { settings, hostJson, log }: { settings: Settings; hostJson: HostJson; log: HostLog },
): Promise<RunningHost> {
  const definitions = defineFunctions(app.core, hostJson, settings, options.only);
  const withoutRetry = definitions.filter(
    ({ metadata, retry }) => metadata.retryOptions !== undefined && retry === undefined,
  );
  for (const { name, trigger } of withoutRetry) {
    log('warning', 'Host.Startup', `The retry policy of ${name} is ignored: ${trigger.type} has none in Azure`, name);
  }
  const clients = createClients(settings);
  const dispatcher = createDispatcher(
    definitions.map(({ name }) => name),
    {
      invoke: createInvoke(app, log),
      readInputs: createReadInputs(clients),
      writeOutputs: createWriteOutputs({
        clients,
        queueEncoding: hostJson.extensions.queues.messageEncoding,
      }),
      log,
      functionTimeout: hostJson.functionTimeout,
    },
  );
  const host: HostContext = {
    hostId: hostId(options.appFolder, settings),
    ownerId: options.ownerId,
    hostJson,
    settings,
    clients,
    blobs: createHostBlobs(clients),
    dispatcher,
    log,
    includeEmptyEntries: app.capabilities['IncludeEmptyEntriesInMessagePayload']?.toLowerCase() === 'true',
  };
  const listeners = createListeners(definitions, host);
  // Whatever ran may have put a message into a queue.
  dispatcher.onFinished(listeners.wakeQueues);
  const drain = createDrain(dispatcher, listeners, log);

  const { routePrefix } = hostJson.extensions.http;
  const routes = createRoutes(definitions, routePrefix);
  const keys =
    options.enforceKeys === true
      ? await loadAccessKeys(createHostBlobs(clients, 'azure-webjobs-secrets'), host.hostId)
      : undefined;
  const admin = createAdminEndpoints({ host, definitions, keys, routePrefix, manualWork, drain });
  const { HttpUri } = app.capabilities;
  const handle = createHttpDoor({
    host,
    routes,
    admin,
    keys,
    httpUri: HttpUri === undefined ? undefined : new URL(HttpUri),
    maxBodySize: options.http.maxBodySize ?? defaultMaxBodySize,
    isStopping: () => stopped !== undefined,
  });
  const server = createServer(handle);
  let stopped: Promise<void> | undefined;
  const port = await listen(server, options.http.port, options.http.host ?? '127.0.0.1');
  listeners.start();

  async function idle(): Promise<boolean> {
    const before = dispatcher.finished();
    if (dispatcher.running() > 0) return false;
    return (await listeners.idle()) && dispatcher.running() === 0 && dispatcher.finished() === before;
  }

  async function shutDown(): Promise<void> {
    try {
      await drain.run();
    } finally {
      // What a listener could not give back must not cost the app its last words.
      await app.terminate();
      await clients.close();
    }
  }

  async function stop(deadlineMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const deadline = new AbortController();
    const late = wait(deadlineMs, 'late' as const, { signal: deadline.signal }).catch(() => undefined);
    const done = shutDown().catch((error: unknown) => log('error', 'Host', `Stopping failed: ${String(error)}`));
    if ((await Promise.race([done, late])) === 'late') {
      const count = dispatcher.running();
      log('warning', 'Host', `${count} functions still ran when the deadline of ${deadlineMs} ms passed`);
    }
    deadline.abort();
    server.closeAllConnections();
    await closed;
  }

  return {
    port,
    functions: definitions.map(({ name, trigger, disabled }) => {
      const route = routes.find(({ definition }) => definition.name === name)?.template.text;
      return { name, trigger: trigger.type, ...(route === undefined ? {} : { route }), disabled };
    }),
    handle,
    counters: dispatcher.counters,
    idle,
    wake: listeners.wake,
    stop: (deadlineMs = defaultDeadline) => (stopped ??= stop(deadlineMs)),
  };
}
