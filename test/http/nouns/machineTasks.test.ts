import { authorizationOf, tasksPath } from '../../../shared/core/ingest/door/requestSignature';
import { openTask } from '../../../shared/core/ingest/door/taskSeal';
import { parseWorkspaceKey } from '../../../shared/core/ingest/door/workspaceKey';
import type { SealedTask } from '../../../shared/model/machineTask';
import { openApi, type Api, type Reply } from '../support/api';
import { account, group, machine, otherGroup, otherSubscription, subscription } from '../support/samples';

let api: Api & { close(): void };
let owner: string;
let key: string;
const collection = '/api/v1/workspaces/main/machineTasks';
const machineId = machine.toLowerCase();

beforeEach(async () => {
  api = await openApi();
  owner = await api.tokenOf('Owner', subscription);
  key = await newKey();
});
afterEach(() => api.close());

async function newKey(workspaceId = 'main'): Promise<string> {
  const path = `/api/v1/workspaces/${workspaceId}/keys`;
  const made = await api.call('POST', path, { token: owner, body: { name: 'vm1' } });
  return (made.json['primary'] as { key: string }).key;
}

const create = (body: object, token = owner): Promise<Reply> => api.call('POST', collection, { token, body });
const ask = (token = owner, query = ''): Promise<Reply> => api.call('GET', `${collection}${query}`, { token });

interface Claim {
  resourceId?: string;
  known?: string[];
  /** The path that is signed. */
  path?: string;
  workspaceId?: string;
  by?: string;
}

function claim(given: Claim = {}): Promise<Reply> {
  const { resourceId = machine, known = [], workspaceId = 'main', path = tasksPath(workspaceId), by = key } = given;
  const { keyId, key: secret } = parseWorkspaceKey(by)!;
  const body = Buffer.from(JSON.stringify({ known }));
  const date = api.memory.clock.now.toISOString();
  const signed = { workspaceId, path, date, contentEncoding: '', resourceId, body };
  return api.call('POST', tasksPath(workspaceId), {
    headers: {
      authorization: authorizationOf(keyId, secret, signed),
      'x-skywarden-date': date,
      'x-skywarden-resource-id': resourceId,
      'content-type': 'application/json',
    },
    body,
  });
}

const tasksIn = (reply: Reply): SealedTask[] => reply.json['tasks'] as SealedTask[];
const facts = { resourceId: machine, work: { kind: 'collectFacts' } };

test('a task is handed out to its machine alone, signed with the key that asked', async () => {
  const made = await create({ ...facts, validMinutes: 5 });
  expect(made.status).toBe(201);
  expect(tasksIn(await claim({ resourceId: `${machine}-2` }))).toEqual([]);
  const [task, ...others] = tasksIn(await claim({ resourceId: machine.toUpperCase().replace('/SUBS', '/subs') }));
  expect(others).toEqual([]);
  const now = api.memory.clock.now.getTime();
  expect(openTask(parseWorkspaceKey(key)!.key, task!)).toEqual({
    order: {
      id: made.json['id'],
      workspaceId: 'main',
      machineId,
      createdAt: new Date(now).toISOString(),
      expiresAt: new Date(now + 300_000).toISOString(),
      work: { kind: 'collectFacts' },
    },
  });
  expect(openTask(Buffer.alloc(32), task!)).toMatchObject({ refused: 'forged' });
});

test('until its result comes it is handed out again, but not to a collector that knows it', async () => {
  const { json } = await create(facts);
  expect(tasksIn(await claim())).toHaveLength(1);
  expect(tasksIn(await claim())).toHaveLength(1);
  expect(tasksIn(await claim({ known: [String(json['id'])] }))).toEqual([]);
  const { trail } = (await ask()).json.value[0] as { trail: unknown[] };
  expect(trail).toMatchObject([{ what: 'created' }, { what: 'handedOut', by: parseWorkspaceKey(key)!.keyId }]);
});

test('one that is cancelled or has expired is handed out no more', async () => {
  const { json } = await create(facts);
  const cancelled = await api.call('POST', `${collection}/${String(json['id'])}/cancel`, { token: owner });
  expect(cancelled).toMatchObject({ status: 200, json: { state: 'cancelled' } });
  const late = await create({ ...facts, validMinutes: 1 });
  api.memory.clock.now = new Date(api.memory.clock.now.getTime() + 60_000);
  expect(tasksIn(await claim())).toEqual([]);
  expect(await api.call('GET', `${collection}/${String(late.json['id'])}`, { token: owner })).toMatchObject({
    json: { state: 'expired' },
  });
});

test('a key of another workspace gets nothing of this one, nor does a signature for the ingest door', async () => {
  await create(facts);
  await api.call('PUT', '/api/v1/workspaces/contoso', { token: owner, body: {} });
  expect(tasksIn(await claim({ workspaceId: 'contoso', by: await newKey('contoso') }))).toEqual([]);
  expect((await claim({ by: await newKey('contoso') })).status).toBe(401);
  expect((await claim({ path: '/api/v1/ingest/main' })).status).toBe(401);
});

test('many tasks come a part at a time', async () => {
  for (let at = 0; at < 20; at += 1) await create(facts);
  const first = tasksIn(await claim());
  const known = first.map(({ content }) => (JSON.parse(content) as { id: string }).id);
  expect([first.length, tasksIn(await claim({ known })).length]).toEqual([16, 4]);
});

test.each([
  ['Contributor', group, 201],
  ['Owner', machine, 201],
  ['Contributor', otherGroup, 403],
  ['Security Admin', subscription, 403],
  ['Reader', subscription, 403],
  ['Owner', otherSubscription, 403],
] as const)('a %s of %s creating a task gets %d', async (role, scope, status) => {
  expect((await create(facts, await api.tokenOf(role, scope))).status).toBe(status);
});

test('tasks of machines that a caller may not read are not there for it', async () => {
  const { json } = await create(facts);
  const token = await api.tokenOf('Reader', otherGroup);
  expect((await ask(token)).json.value).toEqual([]);
  expect((await api.call('GET', `${collection}/${String(json['id'])}`, { token })).status).toBe(404);
  const reader = await api.tokenOf('Reader', group);
  expect((await ask(reader)).json.value).toHaveLength(1);
  const cancelled = await api.call('POST', `${collection}/${String(json['id'])}/cancel`, { token: reader });
  expect(cancelled.status).toBe(403);
});

test('the list can be of one machine', async () => {
  await create(facts);
  await create({ ...facts, resourceId: `${machine}-2` });
  const rows = (await ask(owner, `?resourceId=${encodeURIComponent(machine)}`)).json.value;
  expect(rows).toMatchObject([{ resourceId: machineId, state: 'waiting' }]);
});

test.each([
  [{ ...facts, resourceId: account }],
  [{ ...facts, work: { kind: 'runCommand', command: 'id' } }],
  [{ ...facts, work: { kind: 'collectFacts', command: 'id' } }],
  [{ ...facts, work: { kind: 'setIntervals' } }],
  [{ ...facts, work: { kind: 'setIntervals', facts: 1 } }],
  [{ ...facts, validMinutes: 10_000 }],
])('%j is refused', async (body) => {
  expect((await create(body)).status).toBe(400);
});
