import type { RunDocument } from '../../../shared/model/documents/runs';
import { openApi, type Api } from '../support/api';
import { group, otherSubscription, subscription } from '../support/samples';

let api: Api & { close(): void };
let reader: string;
let admin: string;

const automation = {
  location: 'centralus',
  properties: {
    scopes: [{ scopePath: group }],
    sources: [{ eventSource: 'Alerts' }],
    actions: [
      {
        actionType: 'LogicApp',
        logicAppResourceId: `${group}/providers/Microsoft.Logic/workflows/w`,
        uri: 'https://192.0.2.1/x',
      },
    ],
  },
};
const idOf = (name: string): string => `${group}/providers/Microsoft.Security/automations/${name}`.toLowerCase();

const run = (name: string, number: number, more: Partial<RunDocument> = {}): RunDocument => ({
  id: `Parked|3|d${number}`,
  kind: 'run',
  workspaceId: 'main',
  automationId: idOf(name),
  day: '2026-11-21',
  at: `2026-11-21T12:00:0${number}.000Z`,
  status: 'Parked',
  action: 'LogicApp',
  actionIndex: 0,
  attempt: 3,
  deliveries: [`d${number}`],
  reason: 'The target answered 410',
  httpStatus: 410,
  outbox: [{ subscriptionId: 's', rootId: 'r', id: `outbox${number}`, keys: ['a', 'b'] }],
  ...more,
});

beforeEach(async () => {
  api = await openApi({ allowedTargets: ['192.0.2.0/24'] });
  reader = await api.tokenOf('Reader', subscription);
  admin = await api.tokenOf('Security Admin', subscription);
  const owner = await api.tokenOf('Owner', subscription);
  for (const name of ['a', 'b']) {
    const path = `${group}/providers/Microsoft.Security/automations/${name}?api-version=2019-01-01-preview`;
    const made = await api.call('PUT', path, { token: owner, body: automation });
    if (made.status !== 201) throw new Error(made.text);
  }
  for (const one of [run('a', 1), run('a', 2), run('b', 3), run('b', 4, { id: 'ok', status: 'Succeeded' })])
    await api.memory.ports.runs.save(one);
});
afterEach(() => api.close());

const of = (name: string): string => `/api/v1${group}/automations/${name}/deliveries`;
const get = (path: string, token = reader) => api.call('GET', path, { token });
const post = (path: string, token = admin) => api.call('POST', path, { token });

test('parked deliveries are listed with the reason, newest first', async () => {
  const { status, json } = await get(of('A'));
  expect(status).toBe(200);
  expect(json.value).toMatchObject([
    { state: 'Parked', reason: 'The target answered 410', httpStatus: 410, attempt: 3, events: 2, action: 'LogicApp' },
    { at: '2026-11-21T12:00:01.000Z' },
  ]);
});

test('those of a subscription are listed over all automations, page by page', async () => {
  const found: unknown[] = [];
  let path: string | undefined = `/api/v1${subscription}/deliveries?$top=1`;
  while (path) {
    const { json }: Awaited<ReturnType<typeof get>> = await get(path);
    found.push(...json.value.map(({ at }) => at));
    path = json['nextLink'] as string | undefined;
  }
  expect(found).toEqual(['2', '1', '3'].map((second) => `2026-11-21T12:00:0${second}.000Z`));
});

test('other states are asked for by name', async () => {
  expect((await get(`${of('b')}?state=succeeded`)).json.value).toMatchObject([{ state: 'Succeeded' }]);
  expect((await get(`${of('b')}?state=lost`)).status).toBe(400);
});

test('one is resent through the queue and is parked no more', async () => {
  const [row] = (await get(of('a'))).json.value;
  const path = `${of('a')}/${String(row!['id'])}/resend`;
  expect(await post(path)).toMatchObject({ status: 202, json: { resent: 1 } });
  expect(api.memory.deliveries).toMatchObject([
    { message: { automationId: idOf('a'), action: 0, attempt: 1, outbox: run('a', 2).outbox } },
  ]);
  expect((await get(of('a'))).json.value).toHaveLength(1);
  expect((await get(`${of('a')}?state=Resent`)).json.value).toMatchObject([
    { id: row!['id'], resentAt: expect.any(String) },
  ]);
  expect((await post(path)).status).toBe(409);
  expect(api.memory.deliveries).toHaveLength(1);
});

test('all that are parked are resent, and those of other automations stay', async () => {
  expect((await post(`${of('a')}/resend`)).json).toMatchObject({ resent: 2, more: false, refused: [] });
  expect(api.memory.deliveries).toHaveLength(2);
  expect((await get(`/api/v1${subscription}/deliveries`)).json.value).toHaveLength(1);
});

test('what cannot be resent says why', async () => {
  await api.memory.ports.runs.save(run('a', 1, { actionIndex: 4 }));
  expect((await post(`${of('a')}/resend`)).json).toMatchObject({
    resent: 1,
    refused: [{ reason: expect.stringMatching(/action/) }],
  });
});

test('readers list and do not resend; strangers see nothing', async () => {
  for (const role of ['Reader', 'Security Reader', 'Contributor'] as const) {
    const token = await api.tokenOf(role, subscription);
    expect((await get(of('a'), token)).status).toBe(200);
    expect((await post(`${of('a')}/resend`, token)).status).toBe(403);
  }
  const stranger = await api.tokenOf('Owner', otherSubscription);
  for (const path of [of('a'), `/api/v1${subscription}/deliveries`])
    expect([403, 404]).toContain((await get(path, stranger)).status);
  expect((await post(`${of('a')}/resend`, stranger)).status).toBe(403);
  expect(api.memory.deliveries).toEqual([]);
});

test.each([
  'nothing',
  Buffer.from('2026-11-21|Parked|3|d99').toString('base64url'),
  Buffer.from('x|y').toString('base64url'),
])('the delivery %s is not found', async (id) => {
  expect((await post(`${of('a')}/${id}/resend`)).status).toBe(404);
});

test('an automation that is not there is not found', async () => {
  expect((await get(of('zzz'))).status).toBe(404);
});
