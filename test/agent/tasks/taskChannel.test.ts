import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { readSettings } from '../../../agent/settings';
import { runAgent } from '../../../agent/runAgent';
import type { AgentRecord } from '../../../agent/record';
import { sealTask } from '../../../shared/core/ingest/door/taskSeal';
import { parseWorkspaceKey } from '../../../shared/core/ingest/door/workspaceKey';
import { createIngest } from '../../../shared/flows/ingestTelemetry';
import type { HttpResponse } from '../../../shared/http/request';
import type { SealedTask, TaskOrder, TaskResult } from '../../../shared/model/machineTask';
import { batchOf, units } from '../../flows/support/ingestWorld';
import { openApi, type Api, type Reply } from '../../http/support/api';
import { subscription } from '../../http/support/samples';
import { serveApi } from '../../http/support/serveApi';
import { machineFolder, removeMachineFolders, resourceId } from '../machineFolder';

let api: Api & { close(): void };
let served: Awaited<ReturnType<typeof serveApi>>;
let owner: string;
let key: string;
let folder: string;
/** Instead of the tasks that the API hands out. */
let instead: SealedTask[] | undefined;
/** The last tasks that the API handed out. */
let handedOut: SealedTask[];
let running: { stop: AbortController; ended: Promise<void>; err: string[] }[];

const tasksPath = '/api/v1/workspaces/main/machineTasks';

beforeEach(async () => {
  [instead, handedOut, running] = [undefined, [], []];
  folder = mkdtempSync(join(tmpdir(), 'skywarden-tasks-'));
  api = await openApi();
  owner = await api.tokenOf('Owner', subscription);
  const made = await api.call('POST', '/api/v1/workspaces/main/keys', { token: owner, body: { name: 'web1' } });
  key = (made.json['primary'] as { key: string }).key;
  writeFileSync(join(folder, 'key'), key, { mode: 0o600 });
  served = await serveApi(async (request): Promise<HttpResponse> => {
    const response = await api.handle(request);
    if (!request.url.endsWith('/claim') || response.status !== 200) return response;
    const { tasks } = JSON.parse(response.body!) as { tasks: SealedTask[] };
    if (tasks.length > 0) handedOut = tasks;
    return { ...response, body: JSON.stringify({ tasks: instead ?? tasks }) };
  });
});
afterEach(async () => {
  for (const { stop, ended } of running) {
    stop.abort();
    await ended;
  }
  await served.close();
  api.close();
  rmSync(folder, { recursive: true });
});
afterAll(removeMachineFolders);

const statePath = () => join(folder, 'state.json');

/** A collector with the settings of its command line, that asks twenty times a second. */
function start(...argv: string[]) {
  const root = machineFolder({ '/etc/os-release': 'ID=debian\n', '/proc/version': 'Linux version 6.1.0 x\n' });
  const door = ['--ingest-url', served.url, '--workspace', 'main', '--key-file', join(folder, 'key')];
  const settings = readSettings(
    ['--resource-id', resourceId, '--root', root, '--watch', 'none', ...door, '--state', statePath(), ...argv],
    {},
  );
  if ('help' in settings) throw new Error('help was not asked for');
  const err: string[] = [];
  const stop = new AbortController();
  const out = { out: () => undefined, err: (text: string) => void err.push(text) };
  const one = { stop, err, ended: runAgent({ ...settings, taskInterval: 0.05 }, out, stop.signal) };
  running.push(one);
  return one;
}

const asked = () => served.requests.filter(({ url }) => url.endsWith('/claim')).length;
const arrived = (): AgentRecord[] =>
  api.memory.forwarded.flatMap(({ body }) => JSON.parse(gunzipSync(body).toString()) as AgentRecord[]);
const results = (): TaskResult[] => arrived().flatMap((record) => (record.skywarden === 'task/1' ? [record.body] : []));
const factsSent = (): number => arrived().filter(({ skywarden }) => skywarden === 'facts/1').length;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setTimeout(10);
}
/** Long enough for several more questions. */
async function questions(more: number): Promise<void> {
  const before = asked();
  await until(() => asked() >= before + more);
}

const create = (work: object, more: object = {}): Promise<Reply> =>
  api.call('POST', tasksPath, { token: owner, body: { resourceId, work, ...more } });
const taskNow = (id: unknown): Promise<Reply> => api.call('GET', `${tasksPath}/${String(id)}`, { token: owner });

/** What the collector sent goes the way of telemetry: through ingest, as the door vouched for it. */
async function ingestAll(): Promise<void> {
  const home = { ...units.home, workspaceId: 'main' };
  const workspaceOf = ({ properties }: { properties: Record<string, unknown> }) => properties['door'] as string;
  const ingest = createIngest(api.memory.ports, { ...units, home, workspaceOf });
  const messages = api.memory.forwarded.map(({ body, workspaceId, resourceId: id }, sequence) => ({
    body,
    sequence,
    enqueuedAt: api.memory.clock.now.toISOString(),
    properties: { door: workspaceId, resourceId: id },
  }));
  await ingest(batchOf(messages));
}

const order = (more: Partial<TaskOrder> = {}): TaskOrder => ({
  id: '00000000-0000-4000-8000-0000000000a1',
  workspaceId: 'main',
  machineId: resourceId.toLowerCase(),
  createdAt: new Date().toISOString(),
  expiresAt: new Date(Date.now() + 60_000).toISOString(),
  work: { kind: 'collectFacts' },
  ...more,
});
const sealed = (more: Partial<TaskOrder> = {}, by = parseWorkspaceKey(key)!.key) => sealTask(by, order(more));

test('without --tasks nothing is asked, whatever waits', async () => {
  await create({ kind: 'collectFacts' });
  start();
  await until(() => factsSent() > 0);
  await setTimeout(300);
  expect(asked()).toBe(0);
  expect(arrived().some((record) => record.skywarden === 'heartbeat/1' && 'tasks' in record.body)).toBe(false);
});

test('a task runs once, and its result goes through the outbox to whoever asked for it', async () => {
  const { err } = start('--tasks', 'collectFacts,setIntervals');
  await until(() => factsSent() === 1 && asked() > 0);
  const made = await create({ kind: 'collectFacts' });
  expect(made).toMatchObject({ status: 201, json: { state: 'waiting', trail: [{ what: 'created' }] } });
  await until(() => results().length === 1);
  await questions(3);
  expect(results()).toMatchObject([{ taskId: made.json['id'], kind: 'collectFacts', outcome: 'done' }]);
  expect(factsSent()).toBe(2);
  expect(await taskNow(made.json['id'])).toMatchObject({ json: { state: 'handedOut' } });
  await ingestAll();
  expect(await taskNow(made.json['id'])).toMatchObject({
    json: { state: 'done', trail: [{ what: 'created' }, { what: 'handedOut' }, { what: 'done' }] },
  });
  expect(err.join('')).not.toMatch(/tasks fails/);
});

test('a task that was taken is refused when it comes again, also after a restart, and told once', async () => {
  const first = start('--tasks', 'collectFacts');
  await until(() => factsSent() === 1);
  await create({ kind: 'collectFacts' });
  await until(() => results().length === 1);
  instead = handedOut;
  await questions(3);
  first.stop.abort();
  await first.ended;
  start('--tasks', 'collectFacts');
  await until(() => results().length === 3);
  await questions(3);
  expect(results().map(({ outcome, reason }) => reason ?? outcome)).toEqual([
    'done',
    'it was taken before',
    'it was taken before',
  ]);
  // One at each start, and one for the task.
  expect(factsSent()).toBe(3);
});

test.each([
  ['of another key', () => sealed({}, Buffer.alloc(32, 9)), 'it is not signed with the key of this machine'],
  [
    'that was changed',
    () => ({ ...sealed(), content: sealed().content.replace('collectFacts', 'rereadAuditLog') }),
    'it is not signed with the key of this machine',
  ],
  ['that has expired', () => sealed({ expiresAt: new Date(Date.now() - 1_000).toISOString() }), 'it has expired'],
  [
    'of tomorrow',
    () =>
      sealed({
        createdAt: new Date(Date.now() + 80_000_000).toISOString(),
        expiresAt: new Date(Date.now() + 90_000_000).toISOString(),
      }),
    'it was made in the future: set the clock',
  ],
  ['for all time', () => sealed({ expiresAt: '2099-01-01T00:00:00.000Z' }), 'it is valid for too long'],
  ['for another machine', () => sealed({ machineId: `${resourceId.toLowerCase()}-2` }), 'it is for another machine'],
  ['of another workspace', () => sealed({ workspaceId: 'contoso' }), 'it is of another workspace'],
  [
    'of a kind that is not allowed',
    () => sealed({ work: { kind: 'rereadAuditLog' } }),
    'its kind is not allowed on this machine',
  ],
  [
    'of a kind that nobody knows',
    () => sealed({ work: { kind: 'runCommand', command: 'id' } as never }),
    'it is of no known form',
  ],
])('a task %s is refused and told once', async (_, made, reason) => {
  instead = [made()];
  start('--tasks', 'collectFacts');
  await until(() => results().length > 0);
  await questions(2);
  expect(results()).toMatchObject([{ outcome: 'refused', reason }]);
  expect(factsSent()).toBe(1);
});

test('a refusal is seen by whoever asked', async () => {
  start('--tasks', 'collectFacts');
  const made = await create({ kind: 'setIntervals', heartbeat: 5 });
  await until(() => results().length > 0);
  await ingestAll();
  expect(await taskNow(made.json['id'])).toMatchObject({
    json: { state: 'refused', reason: 'its kind is not allowed on this machine' },
  });
});

test('a task that a crash cut off is not run again, and told', async () => {
  const until = new Date(Date.now() + 60_000).toISOString();
  const entry = { id: order().id, kind: 'collectFacts', until, finished: false };
  writeFileSync(`${statePath()}.tasks`, JSON.stringify({ entries: [entry] }));
  instead = [sealed()];
  start('--tasks', 'collectFacts');
  while (results().length < 2) await setTimeout(10);
  expect(results().map(({ outcome }) => outcome)).toEqual(['interrupted', 'refused']);
  expect(factsSent()).toBe(1);
});

test('with a damaged ledger nothing is taken, and the heartbeat says so', async () => {
  writeFileSync(`${statePath()}.tasks`, '{"entries":');
  instead = [sealed()];
  const { err } = start('--tasks', 'collectFacts', '--heartbeat-interval', '1');
  await until(() =>
    arrived().some(
      (record) => record.skywarden === 'heartbeat/1' && /ledger/.test(record.body.failing?.['tasks'] ?? ''),
    ),
  );
  expect(asked()).toBe(0);
  expect(err.join('')).toMatch(/tasks fails: the ledger of tasks .* is damaged/);
});

test('the log is read anew and intervals change when that is asked for', async () => {
  start('--tasks', 'rereadAuditLog,setIntervals,checkIntegrity', '--heartbeat-interval', '1');
  const [interval, reread, check] = [
    await create({ kind: 'setIntervals', facts: 60 }),
    await create({ kind: 'rereadAuditLog' }),
    await create({ kind: 'checkIntegrity' }),
  ].map(({ json }) => json['id']);
  await until(() => results().length === 3);
  const byId = new Map(results().map((result) => [result.taskId, result]));
  expect(byId.get(String(interval))).toMatchObject({ outcome: 'done' });
  // This machine has neither an audit log nor watched files.
  expect(byId.get(String(reread))).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/no such file/) });
  expect(byId.get(String(check))).toMatchObject({ outcome: 'failed', reason: 'no files are watched on this machine' });
  await until(() =>
    arrived().some((record) => record.skywarden === 'heartbeat/1' && (record.body.tasks ?? []).length === 3),
  );
});

test('no key stands in the ledger', async () => {
  start('--tasks', 'collectFacts');
  await create({ kind: 'collectFacts' });
  await until(() => results().length === 1);
  expect(readFileSync(`${statePath()}.tasks`, 'utf8')).not.toContain(key.split(':')[1]!);
});
