import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { doorPath } from '../../shared/core/ingest/door/requestSignature';
import { openConnectProxy } from '../agent/door/connectProxy';
import { machineFolder, removeMachineFolders } from '../agent/machineFolder';
import { signedHeaders } from '../http/support/doorClient';
import { homeSubscription, newPlace, type Place, type RunningPlatform, startPlatform } from './support/platform';
import { until } from './support/until';

const run = promisify(execFile);
const machineId = `/subscriptions/${homeSubscription}/resourceGroups/rg/providers/Microsoft.HybridCompute/machines/web-8`;

interface Pair {
  id: string;
  primary: { key: string };
}

describe('the door for senders without an identity', () => {
  let place: Place;
  let platform: RunningPlatform;
  let prefix: string;
  let collector: ChildProcess | undefined;
  let pair: Pair;

  beforeAll(async () => {
    place = await newPlace();
    platform = await startPlatform(place);
    prefix = mkdtempSync(join(tmpdir(), 'skywarden-prefix-'));
  }, 90_000);

  afterAll(async () => {
    collector?.kill('SIGTERM');
    await platform?.stop();
    removeMachineFolders();
    rmSync(prefix, { recursive: true, force: true });
  }, 30_000);

  async function post<T>(path: string, body: unknown): Promise<T> {
    const response = await fetch(new URL(path, platform.endpoints.api), {
      method: 'POST',
      headers: { authorization: `Bearer ${await platform.token()}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  async function send(key: string, body: Buffer, workspaceId = 'default'): Promise<Response> {
    const call = { key, body, workspaceId, date: new Date().toISOString(), contentEncoding: 'gzip' };
    return fetch(new URL(doorPath(workspaceId), platform.endpoints.api), {
      method: 'POST',
      headers: { ...signedHeaders(call), 'content-type': 'application/json' },
      body: new Uint8Array(body),
    });
  }

  const stored = (query: string, workspaceId = 'default'): Promise<unknown[][]> =>
    until(query, async () => {
      const { rows } = await post<{ rows: unknown[][] }>(`/api/v1/workspaces/${workspaceId}/query`, { query });
      return rows.length > 0 ? rows : undefined;
    });

  it('stores what is signed with a key that the API made', async () => {
    pair = await post<Pair>('/api/v1/workspaces/default/keys', { name: 'e2e' });
    const records = [{ time: new Date().toISOString(), door: 'probe-7f3a' }];
    const response = await send(pair.primary.key, gzipSync(JSON.stringify(records)));
    expect([response.status, await response.json()]).toEqual([202, expect.objectContaining({ records: 1 })]);
    await stored('search "probe-7f3a" | take 1');
  }, 90_000);

  it.each(['sh', 'js'])(
    'takes what the example of the documentation in %s sends',
    async (language) => {
      const page = readFileSync(resolve(__dirname, '../../docs/ingest-door.md'), 'utf8');
      const example = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(page)![1]!;
      const folder = mkdtempSync(join(prefix, 'example-'));
      writeFileSync(join(folder, 'events.json'), JSON.stringify([{ example: `documented-${language}` }]));
      const env = {
        PATH: process.env.PATH,
        SKYWARDEN_INGEST_URL: platform.endpoints.api.replace(/\/+$/, ''),
        SKYWARDEN_WORKSPACE_ID: 'default',
        SKYWARDEN_WORKSPACE_KEY: pair.primary.key,
      };
      const program = language === 'sh' ? 'sh' : process.execPath;
      const { stdout } = await run(program, [language === 'sh' ? '-c' : '-e', example], { cwd: folder, env });
      expect(stdout).toContain('"records":1');
      await stored(`search "documented-${language}" | take 1`);
    },
    60_000,
  );

  it('stores in the workspace of the key, whatever the records say, and nowhere else', async () => {
    const api = await platform.api();
    await api.put('/api/v1/workspaces/branch-office', {});
    const { primary } = await post<Pair>('/api/v1/workspaces/branch-office/keys', { name: 'branch' });
    const records = [{ workspaceId: 'default', resourceId: machineId, probe: 'branch-5c1d' }];
    const response = await send(primary.key, gzipSync(JSON.stringify(records)), 'branch-office');
    expect(response.status).toBe(202);
    await stored('search "branch-5c1d" | take 1', 'branch-office');
    const here = await post<{ rows: unknown[] }>('/api/v1/workspaces/default/query', { query: 'search "branch-5c1d"' });
    expect(here.rows).toEqual([]);
    expect((await send(primary.key, gzipSync('[{"a":1}]'), 'default')).status).toBe(401);
  }, 60_000);

  it('takes what the collector sends over TLS and through a proxy', async () => {
    const proxy = await openConnectProxy();
    const keyFile = join(prefix, 'proxied-key');
    writeFileSync(keyFile, pair.primary.key, { mode: 0o600 });
    const root = machineFolder({ '/etc/hostname': 'web-9\n', '/etc/os-release': 'ID=debian\n' });
    const place = ['--ingest-url', platform.endpoints.tls, '--workspace', 'default', '--key-file', keyFile];
    const argv = [...place, '--resource-id', machineId.replace('web-8', 'web-9'), '--root', root, '--once'];
    const env = {
      PATH: process.env.PATH,
      HTTPS_PROXY: proxy.url.href,
      NODE_EXTRA_CA_CERTS: platform.endpoints.certificateAuthority,
    };
    const { stderr } = await run(process.execPath, [resolve(__dirname, '../../dist/agent.js'), ...argv], { env });
    await proxy.close();
    expect(stderr).toBe('skywarden agent: 2 records delivered\n');
    expect(proxy.asked.map(({ path }) => path)).toEqual([new URL(platform.endpoints.tls).host]);
  }, 60_000);

  it('installs the collector by the command that the CLI prints, below a folder and without root', async () => {
    const cli = resolve(__dirname, '../../dist/cli.js');
    const options = ['--data', place.data, '--resource-id', machineId, '--cloud', 'USGov', '--prefix', prefix];
    const { stdout, stderr } = await run(process.execPath, [cli, 'onboard', ...options]);
    expect(stderr).toContain('Valid until');
    await run('sh', ['-c', stdout.trim()], { env: { PATH: process.env.PATH } });
    const keyFile = join(prefix, 'etc/skywarden-agent/workspace-key');
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(prefix, 'etc/skywarden-agent/agent.env'), 'utf8')).toContain('SKYWARDEN_CLOUD=USGov');
    const keys = await (await platform.api()).list<{ createdBy: string }>('/api/v1/workspaces/default/keys');
    expect(keys.some(({ createdBy }) => createdBy.startsWith('onboarding:'))).toBe(true);
  }, 60_000);

  it('takes what the installed collector sends', async () => {
    const root = machineFolder({
      '/etc/os-release': 'ID=debian\nPRETTY_NAME="Debian GNU/Linux 12"\nVERSION_ID="12"\n',
      '/proc/version': 'Linux version 6.1.0-18-amd64 (a@b) #1 SMP\n',
      '/etc/hostname': 'web-8\n',
    });
    const program = join(prefix, 'opt/skywarden-agent/run.sh');
    collector = spawn(program, ['--root', root, '--heartbeat-interval', '2'], { env: { PATH: process.env.PATH } });
    const api = await platform.api();
    const inventory = `/api/v1/subscriptions/${homeSubscription}/inventory`;
    await until('the machine', async () =>
      (await api.list<{ id: string }>(inventory)).find(({ id }) => id.toLowerCase() === machineId.toLowerCase()),
    );
    expect(existsSync(join(prefix, 'var/lib/skywarden-agent/state.json.outbox'))).toBe(true);
  }, 90_000);

  it('refuses the key of a machine that was revoked, and its collector says so and keeps what it has', async () => {
    const keyFile = join(prefix, 'etc/skywarden-agent/workspace-key');
    const [, pairId] = /^([\w-]+)\.p1:/.exec(readFileSync(keyFile, 'utf8'))!;
    let said = '';
    collector!.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const response = await fetch(new URL(`/api/v1/workspaces/default/keys/${pairId}`, platform.endpoints.api), {
      method: 'DELETE',
      headers: { authorization: `Bearer ${await platform.token()}` },
    });
    expect(response.status).toBe(204);
    await until('the collector to say so', async () => (said.includes('401 IngestKeyInvalid') ? true : undefined));
    const ended = once(collector!, 'close');
    collector!.kill('SIGTERM');
    await ended;
    expect(said).toContain('records are not delivered yet');
  }, 60_000);

  it('refuses a rotated key, and takes the new one', async () => {
    const body = gzipSync('[{"rotated":true}]');
    const rotated = await post<Pair>(`/api/v1/workspaces/default/keys/${pair.id}/rotate`, { slot: 'primary' });
    expect((await send(pair.primary.key, body)).status).toBe(401);
    expect((await send(rotated.primary.key, body)).status).toBe(202);
  }, 30_000);

  it('runs no installer that is not the one the command was made for', async () => {
    const { command } = await post<{ command: string }>('/api/v1/workspaces/default/onboarding', {
      os: 'linux',
      prefix: join(prefix, 'other'),
    });
    const changed = command.replace(/echo '[0-9a-f]{4}/, "echo '0000");
    await expect(run('sh', ['-c', changed], { env: { PATH: process.env.PATH } })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('ask for a new command') as string,
    });
    expect(existsSync(join(prefix, 'other'))).toBe(false);
  }, 30_000);
});
