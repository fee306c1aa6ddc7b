import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import containers from '../../../infra/containers.json';
import sample from '../../../local.settings.sample.json';
import { startCosmos } from '../../../local/cosmos/startCosmos';
import { cosmosContainers } from '../../../shared/adapters/cosmos/client';
import { settingStore } from '../../../shared/adapters/cosmos/settings';
import { readConfig } from '../../../shared/config';

const script = join(__dirname, '..', '..', '..', 'infra', 'hooks', 'grantRole.mjs');
const principal = 'ABCDEF00-0000-0000-0000-000000000001';
const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
let folder: string;
let cosmos: Awaited<ReturnType<typeof startCosmos>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grant-'));
  cosmos = await startCosmos({
    folder,
    port: 0,
    key: Buffer.from('key of a test, not of an account').toString('base64'),
    databases: [{ id: containers.database, containers: containers.containers as never }],
  });
});
afterAll(async () => {
  await cosmos.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...options: string[]) =>
  promisify(execFile)(process.execPath, [script, ...options], {
    env: { PATH: process.env.PATH, COSMOS: cosmos.connectionString },
  });
const assignments = async () => {
  const store = settingStore(cosmosContainers(readConfig({ ...sample.Values, COSMOS: cosmos.connectionString })));
  const found = await store.roleAssignments([principal.toLowerCase()]);
  return found.map(({ principalId, role, scope, kind, workspaceId }) => ({
    principalId,
    role,
    scope,
    kind,
    workspaceId,
  }));
};

test('a granted role is what the API finds for the principal, until it is removed', async () => {
  await run('--principal', principal, '--role', 'Security Admin', '--scope', `${subscription}/`);
  const granted = { principalId: principal.toLowerCase(), kind: 'roleAssignment', workspaceId: 'default' };
  expect(await assignments()).toEqual([{ ...granted, role: 'Security Admin', scope: subscription }]);

  await run('--principal', principal, '--role', 'Reader');
  await run('--principal', principal, '--role', 'Security Admin', '--scope', subscription, '--remove');
  expect(await assignments()).toEqual([{ ...granted, role: 'Reader', scope: '/' }]);
});

test.each([
  ['an object id that is none', ['--principal', 'somebody', '--role', 'Reader']],
  ['a role that does not exist', ['--principal', principal, '--role', 'King']],
  ['a scope that is no ARM id', ['--principal', principal, '--role', 'Reader', '--scope', 'everything']],
])('%s is refused with the usage', async (_, options) => {
  await expect(run(...options)).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('usage: ') });
});
