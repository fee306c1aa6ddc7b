import { copyFileSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readOptions, type StartOptions } from '../../local/start/options';

/** The program stands in dist/. */
export const projectFolder = resolve(__dirname, '..');

/** Options of a start with a data folder of its own and ports that are free. */
export async function freshPlace(): Promise<StartOptions> {
  const options = readOptions(['--data', mkdtempSync(join(tmpdir(), 'skywarden-bench-'))]);
  if (options === 'help') throw new Error('No options');
  const names = Object.keys(options.ports) as (keyof StartOptions['ports'])[];
  const held = await Promise.all(names.map(() => listenAnywhere()));
  names.forEach((name, at) => (options.ports[name] = (held[at]!.address() as AddressInfo).port));
  await Promise.all(held.map((server) => new Promise((closed) => server.close(closed))));
  return options;
}

function listenAnywhere(): Promise<ReturnType<typeof createServer>> {
  return new Promise((listening) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => listening(server));
  });
}

/** Lays the baseline out as an app folder, with the host.json of this project. */
export function baselineFolder(data: string): string {
  const folder = join(data, 'baseline');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'baseline', main: 'app.cjs' }));
  copyFileSync(join(projectFolder, 'host.json'), join(folder, 'host.json'));
  copyFileSync(join(projectFolder, 'test', 'bench', 'baselineApp.cjs'), join(folder, 'app.cjs'));
  symlinkSync(join(projectFolder, 'node_modules'), join(folder, 'node_modules'), 'dir');
  return folder;
}
