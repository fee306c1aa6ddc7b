import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { installedFiles } from '../../shared/adapters/installedFiles';
import { installedFileNames } from '../../shared/flows/ports/door';
import { openApi, type Api } from '../http/support/api';
import { serveApi } from '../http/support/serveApi';
import { subscription } from '../http/support/samples';

const run = promisify(execFile);
const installer = resolve(__dirname, '../../agent/install.sh');
const sh = (...args: string[]) => run('sh', [installer, ...args], { env: { PATH: process.env.PATH } });

let api: Api & { close(): void };
let served: Awaited<ReturnType<typeof serveApi>>;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skywarden-install-'));
  for (const name of installedFileNames) writeFileSync(join(folder, name), `// ${name}\n`);
  writeFileSync(join(folder, 'authorization'), 'Authorization: SKYWARDEN-ONBOARDING made-up.token\n');
  api = await openApi();
  served = await serveApi((request) => api.handle(request));
});
afterEach(async () => {
  await served.close();
  api.close();
  rmSync(folder, { recursive: true });
});

const place = () => ['--url', served.url, '--authorization', join(folder, 'authorization')];
const group = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/machines';

test.each([
  [[], 'give --url and --authorization'],
  [['--nonsense', '1'], 'unknown option --nonsense'],
  [['--url'], '--url needs a value'],
])('the installer says what is wrong with %j', async (args, reason) => {
  await expect(sh(...args)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(reason) as string });
});

test('a cloud that there is not, or no resource, is refused', async () => {
  await expect(sh(...place(), '--prefix', folder)).rejects.toMatchObject({ code: 1 });
  const args = [...place(), '--prefix', folder, '--resource-group', group, '--cloud', 'Moon'];
  await expect(sh(...args)).rejects.toMatchObject({ stderr: expect.stringContaining('Public or USGov') as string });
});

test('a token that does not hold installs nothing', async () => {
  const prefix = join(folder, 'prefix');
  const args = [...place(), '--prefix', prefix, '--resource-group', group];
  await expect(sh(...args)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('cannot fetch') as string,
  });
  expect(readdirSync(folder)).not.toContain('prefix');
});

test('a collector that is not the one of the installer is not installed, and no key is made', async () => {
  api.deps.ports.installedFiles = installedFiles(folder);
  const admin = await api.tokenOf('Owner', subscription);
  const { json } = await api.call('POST', '/api/v1/workspaces/main/onboarding', {
    token: admin,
    body: { os: 'linux' },
  });
  const token = /[\w-]{20,}\.[\w-]{43}/.exec(json['command'] as string)![0];
  writeFileSync(join(folder, 'authorization'), `Authorization: SKYWARDEN-ONBOARDING ${token}\n`);
  const prefix = join(folder, 'prefix');
  // Its source still holds marks where the API puts hashes: no file fits them.
  const installing = sh(...place(), '--prefix', prefix, '--resource-group', group);
  await expect(installing).rejects.toMatchObject({
    stderr: expect.stringContaining('agent.js is not what the installer was made for') as string,
  });
  expect(await api.deps.ports.ingestKeys.count('main')).toBe(0);
  expect(readdirSync(folder)).not.toContain('prefix');
});
