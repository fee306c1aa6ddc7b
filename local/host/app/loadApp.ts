import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { type Core, createCore, provideCoreModule } from './coreModule';
import { entryFiles } from './entryFiles';
import type { LogCategory, LogLevel } from './functionsCore';
import { listenOnLoopback } from './listenOnLoopback';

const packageSchema = z.object({ main: z.string().min(1), type: z.string().optional() });

/** Capabilities that the official worker offers to the library. */
const workerCapabilities = [
  'RawHttpBodyBytes',
  'RpcHttpTriggerMetadataRemoved',
  'RpcHttpBodyOnly',
  'UseNullableValueDictionaryForHttp',
  'WorkerStatus',
  'TypedDataCollection',
  'HandlesWorkerTerminateMessage',
];

export interface LoadedApp {
  core: Core;
  capabilities: Record<string, string>;
  appHookData: Record<string, unknown>;
  /** Runs the `appTerminate` hooks and closes what the library had opened. */
  terminate: () => Promise<void>;
}

function readPackage(appFolder: string): z.infer<typeof packageSchema> {
  const file = join(appFolder, 'package.json');
  try {
    return packageSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new Error(`Functions host: ${file} must exist and name the entry file in "main"`, { cause });
  }
}

async function loadEntry(path: string, isModule: boolean): Promise<void> {
  if (path.endsWith('.mjs') || (isModule && !path.endsWith('.cjs'))) {
    await import(pathToFileURL(path).href);
    return;
  }
  delete require.cache[require.resolve(path)];
  require(path);
}

/**
 * Loads every file that `main` names and runs the `appStart` hooks.
 * Throws when nothing matches, an entry throws or no function is registered: an app without functions is never meant.
 */
export async function loadApp(
  appFolder: string,
  log: (level: LogLevel, category: LogCategory, message: string) => void,
): Promise<LoadedApp> {
  const { main, type } = readPackage(appFolder);
  const files = entryFiles(appFolder, main);
  if (files.length === 0) {
    throw new Error(`Functions host: no file in ${appFolder} matches "main": "${main}" of package.json; build the app`);
  }
  const core = createCore(log);
  provideCoreModule(core.api);
  for (const file of files) {
    try {
      await loadEntry(join(appFolder, file), type === 'module');
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`Functions host: entry file ${join(appFolder, file)} failed to load: ${reason}`, { cause });
    }
  }
  const model = core.model();
  if (core.registrations.size === 0 || model === undefined) {
    throw new Error(`Functions host: the app registered no functions; loaded ${files.join(', ')} from ${appFolder}`);
  }
  const appHookData: Record<string, unknown> = {};
  for (const hook of core.hooks.appStart) {
    await hook({ functionAppDirectory: appFolder, hookData: appHookData, appHookData });
  }
  const defaults = Object.fromEntries(workerCapabilities.map((name) => [name, 'true']));
  const streamServer = listenOnLoopback();
  const capabilities = await Promise.resolve(model.getCapabilities?.(defaults) ?? defaults).finally(
    streamServer.restore,
  );
  core.lock();

  async function terminate(): Promise<void> {
    for (const hook of core.hooks.appTerminate) await hook({ hookData: appHookData, appHookData });
    streamServer.close();
  }
  return { core, capabilities, appHookData, terminate };
}
