import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createInvoke, hookedLog } from './app/invocation';
import { type LoadedApp, loadApp } from './app/loadApp';
import { createClients } from './connections/clients';
import { createHostBlobs } from './connections/hostBlobs';
import { createListener } from './createListener';
import { type Counters, createDispatcher } from './dispatcher';
import { defineFunctions } from './functionDefinition';
import type { HostContext } from './hostContext';
import { hostId } from './hostId';
import { readHostJson } from './hostJson';
import { type LogEntry, createHostLog } from './hostLog';
import { loadAccessKeys } from './http/accessKeys';
import { createAdminEndpoints } from './http/adminEndpoints';
import { createHttpDoor } from './http/httpDoor';
import { listen } from './http/listen';
import { createRoutes } from './http/routeTable';
import { createReadInputs } from './inputs/readInputs';
import { manualWork } from './manualWork';
import { createWriteOutputs } from './outputs/writeOutputs';
import { createSettings } from './settings';
import { createSupervisor } from './supervisor';

export interface HostOptions {
  /** Folder with package.json (`main` may be a glob) and host.json. */
  appFolder: string;
  /** Become environment variables unless these are set already. */
  settings: Record<string, string>;
  /** Port 0 takes a free one; the address is 127.0.0.1 unless given. */
  http: { port: number; host?: string; maxBodySize?: number };
  /** Stable name of this host: after a crash the same owner takes its leases, partitions and messages back at once. */
  ownerId: string;
  enforceKeys?: boolean;
  /** Names of the functions to run; all unless given. */
  only?: string[];
  log?: (entry: LogEntry) => void;
}

export interface RunningHost {
  port: number;
  functions: { name: string; trigger: string; route?: string; disabled: boolean }[];
  /** For a TLS server that sits in front in the same process. */
  handle: (request: IncomingMessage, response: ServerResponse) => void;
  counters: () => Record<string, Counters>;
  /** True when nothing runs, every listener has just looked at its source and found nothing, and nothing ran meanwhile. */
  idle: () => Promise<boolean>;
  /** Makes the poller of one function, or all pollers, look at once. */
  wake: (name?: string) => void;
  /** Takes no more work and waits for what runs, at most `deadlineMs` (10 s). */
  stop: (deadlineMs?: number) => Promise<void>;
}

const defaultMaxBodySize = 100 * 1024 * 1024;
const defaultDeadline = 10_000;

/** Starts the Functions host with the app of a folder. Rejects with the reason when the app or the port is unusable. */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const appFolder = resolve(options.appFolder);
  for (const [name, value] of Object.entries(options.settings)) process.env[name] ??= value;
  const settings = createSettings(process.env);
  const hostJson = readHostJson(appFolder, settings);
  const log = createHostLog(hostJson.logging.logLevel, options.log);
  process.chdir(appFolder);

  let app: LoadedApp | undefined;
  app = await loadApp(appFolder, (level, category, message) =>
    hookedLog(app?.core.hooks.log ?? [], log)(level, category, message),
  );
  const definitions = defineFunctions(app.core, hostJson, settings, options.only);
  const clients = createClients(settings);
  let wakeQueues = (): void => undefined;
  const dispatcher = createDispatcher(
    definitions.map(({ name }) => name),
    {
      invoke: createInvoke(app, log),
      readInputs: createReadInputs(clients),
      writeOutputs: createWriteOutputs({
        clients,
        queueEncoding: hostJson.extensions.queues.messageEncoding,
        wake: () => wakeQueues(),
      }),
      log,
      functionTimeout: hostJson.functionTimeout,
    },
  );
  const host: HostContext = {
    hostId: hostId(appFolder, settings),
    ownerId: options.ownerId,
    hostJson,
    settings,
    clients,
    blobs: createHostBlobs(clients),
    dispatcher,
    log,
    includeEmptyEntries: app.capabilities['IncludeEmptyEntriesInMessagePayload']?.toLowerCase() === 'true',
    wake: () => wakeQueues(),
  };
  const supervisors = definitions.flatMap((definition) => {
    const listener = definition.disabled ? undefined : createListener(definition, host);
    if (listener === undefined) return [];
    const supervisor = createSupervisor(listener, (error, delay) =>
      log(
        'error',
        'Host.Startup',
        `The listener of ${definition.name} did not start, next try in ${delay} ms: ${String(error)}`,
        definition.name,
      ),
    );
    return [{ definition, supervisor }];
  });
  const queues = supervisors.filter(({ definition }) => definition.trigger.type === 'queueTrigger');
  wakeQueues = () => queues.forEach(({ supervisor }) => supervisor.wake());
  // Whatever ran may have put a message into a queue.
  dispatcher.onFinished(wakeQueues);

  let drainState: 'Disabled' | 'InProgress' | 'Completed' = 'Disabled';
  let stopping = false;

  async function drain(): Promise<void> {
    drainState = 'InProgress';
    await Promise.all([dispatcher.drain(), ...supervisors.map(({ supervisor }) => supervisor.stop())]);
    drainState = 'Completed';
  }

  function resume(): void {
    dispatcher.resume();
    drainState = 'Disabled';
    supervisors.forEach(({ supervisor }) => supervisor.start());
  }

  const { routePrefix } = hostJson.extensions.http;
  const routes = createRoutes(definitions, routePrefix);
  const keys =
    options.enforceKeys === true
      ? await loadAccessKeys(createHostBlobs(clients, 'azure-webjobs-secrets'), host.hostId)
      : undefined;
  const startDrain = (): void =>
    void drain().catch((error: unknown) => log('error', 'Host', `Drain failed: ${String(error)}`));
  const admin = createAdminEndpoints({
    host,
    definitions,
    keys,
    routePrefix,
    manualWork,
    drain: { start: startDrain, resume, state: () => drainState },
  });
  const { HttpUri } = app.capabilities;
  const handle = createHttpDoor({
    host,
    routes,
    admin,
    keys,
    httpUri: HttpUri === undefined ? undefined : new URL(HttpUri),
    maxBodySize: options.http.maxBodySize ?? defaultMaxBodySize,
    isStopping: () => stopping,
  });
  const server = createServer(handle);
  const port = await listen(server, options.http.port, options.http.host ?? '127.0.0.1');
  supervisors.forEach(({ supervisor }) => supervisor.start());

  async function idle(): Promise<boolean> {
    const before = dispatcher.finished();
    if (dispatcher.running() > 0) return false;
    const quiet = await Promise.all(supervisors.map(({ supervisor }) => supervisor.idle()));
    return quiet.every(Boolean) && dispatcher.running() === 0 && dispatcher.finished() === before;
  }

  async function shutDown(): Promise<void> {
    await drain();
    await app?.terminate();
    await clients.close();
  }

  async function stop(deadlineMs = defaultDeadline): Promise<void> {
    if (stopping) return;
    stopping = true;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const deadline = new AbortController();
    const late = wait(deadlineMs, 'late' as const, { signal: deadline.signal }).catch(() => undefined);
    const done = shutDown().catch((error: unknown) => log('error', 'Host', `Stopping failed: ${String(error)}`));
    if ((await Promise.race([done, late])) === 'late') {
      log(
        'warning',
        'Host',
        `${dispatcher.running()} functions still ran when the deadline of ${deadlineMs} ms passed`,
      );
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
    wake: (name) =>
      supervisors.forEach(({ definition, supervisor }) => {
        if (name === undefined || definition.name === name) supervisor.wake();
      }),
    stop,
  };
}
