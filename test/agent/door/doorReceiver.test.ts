import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { doorReceiver, type DoorAddress } from '../../../agent/door/doorReceiver';
import type { AgentRecord } from '../../../agent/record';
import type { HttpResponse } from '../../../shared/http/request';
import { Throttled } from '../../../shared/flows/ports/portErrors';
import { openApi, type Api } from '../../http/support/api';
import { serveApi } from '../../http/support/serveApi';
import { subscription } from '../../http/support/samples';
import { resourceId } from '../machineFolder';

let api: Api & { close(): void };
let served: Awaited<ReturnType<typeof serveApi>>;
let owner: string;
let pair: { id: string; primary: { key: string } };
let folder: string;
let keyFile: string;
/** Set to answer instead of the API. */
let instead: ((at: number) => HttpResponse | undefined) | undefined;
const running = () => new AbortController().signal;

beforeEach(async () => {
  instead = undefined;
  folder = mkdtempSync(join(tmpdir(), 'skywarden-door-'));
  keyFile = join(folder, 'workspace-key');
  api = await openApi();
  owner = await api.tokenOf('Owner', subscription);
  const made = await api.call('POST', '/api/v1/workspaces/main/keys', { token: owner, body: { name: 'web-7' } });
  pair = made.json as unknown as typeof pair;
  writeFileSync(keyFile, `${pair.primary.key}\n`, { mode: 0o600 });
  served = await serveApi(async (request) => instead?.(served.requests.length) ?? api.handle(request));
});
afterEach(async () => {
  await served.close();
  api.close();
  rmSync(folder, { recursive: true });
});

const open = (more: Partial<DoorAddress> = {}) =>
  doorReceiver({ ingestUrl: served.url, workspaceId: 'main', keyFile, ...more });

const heartbeat = (hostName: string, machine = resourceId, padding = 0): AgentRecord => ({
  skywarden: 'heartbeat/1',
  resourceId: machine,
  hostName,
  time: '2026-01-01T00:00:00.000Z',
  body: { agentVersion: '0.1.0', unreadable: ['x'.repeat(padding)] },
});

const arrived = (): AgentRecord[] =>
  api.memory.forwarded.flatMap(({ body }) => JSON.parse(gunzipSync(body).toString()) as AgentRecord[]);

test('records pass the door of the API in order, signed with the key of the file', async () => {
  const records = ['a', 'b', 'c'].map((name) => heartbeat(name));
  await open().deliver(records, running());
  expect(arrived()).toEqual(records);
  expect(api.memory.forwarded).toMatchObject([{ workspaceId: 'main', resourceId }]);
});

test('many records go in bodies that the door takes, those of each machine apart', async () => {
  const records = [
    ...Array.from({ length: 30 }, (_, at) => heartbeat(`a${at}`, resourceId, 100_000)),
    heartbeat('b', `${resourceId}-2`),
  ];
  await open().deliver(records, running());
  expect(arrived()).toEqual(records);
  expect(api.memory.forwarded.length).toBeGreaterThan(3);
  expect(api.memory.forwarded.at(-1)!.resourceId).toBe(`${resourceId}-2`);
});

test('what a gateway refuses as too large goes again in halves', async () => {
  instead = () =>
    served.requests.at(-1)!.body.length > 400 ? { status: 413, headers: {}, body: 'too large' } : undefined;
  const records = Array.from({ length: 40 }, (_, at) => heartbeat(`host-${(at * 7919) % 1000}`));
  await open().deliver(records, running());
  expect(arrived()).toEqual(records);
  expect(api.memory.forwarded.length).toBeGreaterThan(1);
});

test('after the hub throttled it comes back by itself', async () => {
  let refusals = 1;
  const { door } = api.deps.ports;
  api.deps.ports.door = {
    send: (message) => (refusals-- > 0 ? Promise.reject(new Throttled(1)) : door.send(message)),
  };
  await open().deliver([heartbeat('a')], running());
  expect(served.requests).toHaveLength(2);
  expect(arrived()).toHaveLength(1);
});

test('without attempts left the time to come back is handed on', async () => {
  api.deps.ports.door.send = () => Promise.reject(new Error('away'));
  const failed = open({ retries: 0 }).deliver([heartbeat('a')], running());
  await expect(failed).rejects.toMatchObject({ name: 'RetryLater', seconds: 15 });
});

test('a rotated key is told once, without a repeat, and a new one in the file works at once', async () => {
  const path = `/api/v1/workspaces/main/keys/${pair.id}/rotate`;
  const rotated = await api.call('POST', path, { token: owner, body: { slot: 'primary' } });
  const receiver = open();
  const refused = receiver.deliver([heartbeat('a')], running());
  await expect(refused).rejects.toMatchObject({ name: 'RetryLater', seconds: 60 });
  await expect(refused).rejects.toThrow(/401 IngestKeyInvalid: .*rotated/);
  expect(served.requests).toHaveLength(1);
  writeFileSync(keyFile, (rotated.json['primary'] as { key: string }).key);
  await receiver.deliver([heartbeat('a')], running());
  expect(arrived()).toHaveLength(1);
});

test('a clock that is wrong is told as such', async () => {
  const later = new Date(api.memory.clock.now.getTime() + 3_600_000);
  const receiver = doorReceiver({ ingestUrl: served.url, workspaceId: 'main', keyFile }, () => later);
  await expect(receiver.deliver([heartbeat('a')], running())).rejects.toThrow('set the clock');
});

test('a key file that others may read is refused, and a file without a key too, without telling what it holds', async () => {
  chmodSync(keyFile, 0o640);
  await expect(open().deliver([heartbeat('a')], running())).rejects.toThrow('chmod 600');
  chmodSync(keyFile, 0o600);
  writeFileSync(keyFile, 'hunter2');
  await expect(open().deliver([heartbeat('a')], running())).rejects.toThrow(/^(?!.*hunter2).*no workspace key/);
});

test('the prefix of a gateway stays in front of the path', async () => {
  instead = () => ({ status: 404, headers: {}, body: '<html>' });
  await expect(open({ ingestUrl: `${served.url}/sky/` }).deliver([heartbeat('a')], running())).rejects.toThrow(
    'the door answered 404',
  );
  expect(new URL(served.requests[0]!.url).pathname).toBe('/sky/api/v1/ingest/main');
});

test('it does not come back before it was told to, and gives up when it is to stop', async () => {
  instead = () => ({ status: 503, headers: { 'retry-after': '30' } });
  const stop = new AbortController();
  // Without `retry-after` it would have come back by then.
  setTimeout(() => stop.abort(), 900);
  await expect(open().deliver([heartbeat('a')], stop.signal)).rejects.toThrow(/abort/i);
  expect(served.requests).toHaveLength(1);
});
