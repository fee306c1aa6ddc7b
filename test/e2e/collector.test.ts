import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { machineFolder, removeMachineFolders } from '../agent/machineFolder';
import { homeSubscription, newPlace, type Place, type RunningPlatform, startPlatform } from './support/platform';
import { until } from './support/until';

const machineId = `/subscriptions/${homeSubscription}/resourceGroups/rg/providers/Microsoft.HybridCompute/machines/web-7`;
const inventory = `/api/v1/subscriptions/${homeSubscription}/inventory`;

interface Machine {
  observedAt: string;
  properties: Record<string, unknown>;
}

describe('the collector on a machine of its own', () => {
  let place: Place;
  let platform: RunningPlatform;
  let collector: ChildProcess;

  beforeAll(async () => {
    place = await newPlace();
    platform = await startPlatform(place);
  }, 90_000);

  afterAll(async () => {
    collector?.kill('SIGTERM');
    await platform?.stop();
    removeMachineFolders();
  }, 30_000);

  const machine = async (): Promise<Machine | undefined> => {
    const api = await platform.api();
    const rows = await api.list<{ id: string }>(inventory);
    const known = rows.some(({ id }) => id.toLowerCase() === machineId.toLowerCase());
    return known ? await api.get<Machine>(`${inventory}${machineId}`) : undefined;
  };

  it('brings the machine into the inventory within 60 s of its first heartbeat', async () => {
    const root = machineFolder({
      '/etc/os-release': 'ID=debian\nPRETTY_NAME="Debian GNU/Linux 12"\nVERSION_ID="12"\n',
      '/proc/version': 'Linux version 6.1.0-18-amd64 (a@b) #1 SMP\n',
      '/etc/hostname': 'web-7\n',
    });
    const argv = ['--root', root, '--resource-id', machineId, '--state', join(place.data, 'agent/state.json')];
    const env = { PATH: process.env.PATH, SKYWARDEN_TELEMETRY: platform.endpoints.hubs };
    const intervals = ['--heartbeat-interval', '5'];
    collector = spawn(process.execPath, [resolve(__dirname, '../../dist/agent.js'), ...argv, ...intervals], { env });
    const started = Date.now();
    const found = await until('the machine', machine);
    process.stdout.write(`machine in the inventory ${Date.now() - started} ms after the start of its collector\n`);
    expect(found.properties).toMatchObject({ status: 'Connected', osSku: 'Debian GNU/Linux 12', osType: 'linux' });
  }, 70_000);

  it('ends on SIGTERM with code 0', async () => {
    const ended = once(collector, 'close');
    collector.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  }, 30_000);
});
