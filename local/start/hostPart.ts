import { createServer } from 'node:https';
import { startHost } from '../host/startHost';
import type { Part } from './part';

export interface HostSettings {
  appFolder: string;
  settings: Record<string, string>;
  apiPort: number;
  tlsPort: number;
  ownerId: string;
  tls: { key: string; cert: string };
}

export interface HostFacts {
  functions: { name: string; trigger: string; route?: string; disabled: boolean }[];
}

export interface LogEntry {
  level: string;
  category: string;
  message: string;
  functionName?: string;
}

/** Runs the unmodified app in the functions host, on plain HTTP and on TLS. */
export async function startAppHost(settings: HostSettings, tell: (facts: LogEntry) => void): Promise<Part> {
  const host = await startHost({
    appFolder: settings.appFolder,
    settings: settings.settings,
    http: { port: settings.apiPort },
    ownerId: settings.ownerId,
    log: ({ level, category, message, functionName, time }) => {
      console.log(`${time.toISOString()} ${level} ${category}: ${message}`);
      tell({ level, category, message, ...(functionName && { functionName }) });
    },
  });
  const tls = createServer(settings.tls, (request, response) => host.handle(request, response));
  await new Promise<void>((listening, failed) => {
    tls.once('error', failed);
    tls.listen(settings.tlsPort, '127.0.0.1', listening);
  });
  const facts: HostFacts = { functions: host.functions };
  return {
    facts,
    answers: {
      idle: () => host.idle(),
      counters: () => host.counters(),
      wake: () => host.wake(),
      memory: () => process.memoryUsage().rss,
      cpuSeconds,
    },
    stop: async () => {
      tls.close();
      tls.closeAllConnections();
      await host.stop();
    },
  };
}

/** Of all threads of this process since its start. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
