import { resolve } from 'node:path';
import { hookedLog } from './app/invocation';
import { type LoadedApp, loadApp } from './app/loadApp';
import { readHostJson } from './hostJson';
import { createHostLog } from './hostLog';
import { runApp } from './runApp';
import type { HostOptions, RunningHost } from './runningHost';
import { createSettings } from './settings';

export type { HostOptions, RunningHost } from './runningHost';

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
  try {
    return await runApp(app, { ...options, appFolder }, { settings, hostJson, log });
  } catch (error) {
    await app.terminate();
    throw error;
  }
}
