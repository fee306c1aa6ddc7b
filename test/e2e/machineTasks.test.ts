import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { doorPath } from '../../shared/core/ingest/door/requestSignature';
import { machineFolder, removeMachineFolders } from '../agent/machineFolder';
import { signedHeaders } from '../http/support/doorClient';
import { homeSubscription, newPlace, type RunningPlatform, startPlatform } from './support/platform';
import { until } from './support/until';

const machineId = `/subscriptions/${homeSubscription}/resourceGroups/rg/providers/Microsoft.HybridCompute/machines/web-6`;

describe('what a workspace has its senders do, and how it reads them', () => {
  let platform: RunningPlatform;
  let folder: string;
  let key: string;
  let collector: ChildProcess | undefined;

  beforeAll(async () => {
    platform = await startPlatform(await newPlace());
    folder = mkdtempSync(join(tmpdir(), 'skywarden-tasks-'));
    const pair = await post<{ primary: { key: string } }>('/api/v1/workspaces/default/keys', { name: 'e2e' });
    key = pair.primary.key;
    writeFileSync(join(folder, 'key'), key, { mode: 0o600 });
  }, 90_000);

  afterAll(async () => {
    collector?.kill('SIGTERM');
    await platform?.stop();
    removeMachineFolders();
    rmSync(folder, { recursive: true, force: true });
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

  it('does a task for a machine whose owner allows it, and says so through the hub', async () => {
    const root = machineFolder({ '/etc/hostname': 'web-6\n', '/etc/os-release': 'ID=debian\n' });
    const way = ['--ingest-url', platform.endpoints.api, '--workspace', 'default', '--key-file', join(folder, 'key')];
    const tasks = ['--tasks', 'collectFacts', '--task-interval', '5', '--state', join(folder, 'state.json')];
    const argv = [...way, ...tasks, '--resource-id', machineId, '--root', root];
    collector = spawn(process.execPath, [resolve(__dirname, '../../dist/agent.js'), ...argv], {
      env: { PATH: process.env.PATH },
    });
    const work = { kind: 'collectFacts' };
    const made = await post<{ id: string }>('/api/v1/workspaces/default/machineTasks', { resourceId: machineId, work });
    const api = await platform.api();
    const task = await until('the task', async () => {
      const now = await api.get<{ state: string; trail: object[] }>(
        `/api/v1/workspaces/default/machineTasks/${made.id}`,
      );
      return now.state === 'done' ? now : undefined;
    });
    expect(task.trail).toMatchObject([{ what: 'created' }, { what: 'handedOut' }, { what: 'done' }]);
  }, 90_000);

  it('reads an unknown sender as its mapping says', async () => {
    const api = await platform.api();
    await api.put('/api/v1/workspaces/default/sourceMappings/e2e-doorman-4d', {
      match: [{ path: 'app', equals: 'doorman' }],
      host: 'unit',
      logSource: { product: 'doorman' },
    });
    let sent = 0;
    // Mappings are asked for twice a minute.
    const rows = await until('a mapped event', async () => {
      const body = Buffer.from(JSON.stringify({ app: 'doorman', unit: 'door-4d', n: (sent += 1) }));
      const call = { key, body, workspaceId: 'default', date: new Date().toISOString() };
      await fetch(new URL(doorPath('default'), platform.endpoints.api), {
        method: 'POST',
        headers: { ...signedHeaders(call), 'content-type': 'application/json' },
        body: new Uint8Array(body),
      });
      const query = 'search "e2e-doorman-4d" | take 1';
      const found = await post<{ rows: unknown[] }>('/api/v1/workspaces/default/query', { query });
      return found.rows.length > 0 ? found.rows : undefined;
    });
    expect(rows).toHaveLength(1);
  }, 90_000);
});
