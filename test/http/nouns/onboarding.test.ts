import { openApi, type Api } from '../support/api';
import { callDoor } from '../support/doorClient';
import { subscription } from '../support/samples';

let api: Api & { close(): void };
let admin: string;
const path = '/api/v1/workspaces/main/onboarding';
const machine =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.HybridCompute/machines/web-7';

beforeEach(async () => {
  api = await openApi();
  admin = await api.tokenOf('Security Admin', subscription);
});
afterEach(() => api.close());

interface Made {
  command: string;
  id: string;
  expiresAt: string;
  installer: { name: string; sha256: string };
  endpoints: { host: string; port: number; neededFor: string }[];
}

async function make(body: object): Promise<Made & { token: string }> {
  const reply = await api.call('POST', path, { token: admin, body });
  expect(reply).toMatchObject({ status: 200 });
  const made = reply.json as unknown as Made;
  return { ...made, token: /[\w-]{20,}\.[\w-]{43}/.exec(made.command)![0] };
}

const holding = (token: string) => ({ authorization: `SKYWARDEN-ONBOARDING ${token}` });

test('the command for Linux fetches the installer, compares its hash and runs it as root', async () => {
  const { command, installer, token } = await make({ os: 'linux', resourceId: machine });
  expect(installer.name).toBe('install.sh');
  const order = [
    "'https://sky.example.com/api/v1/onboarding/files/install.sh'",
    `${installer.sha256}  `,
    'sha256sum -c',
    'sudo sh',
    `--resource-id '${machine}'`,
  ].map((part) => command.indexOf(part));
  expect(order.every((at) => at > 0)).toBe(true);
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(command).toContain("--proto '=https'");
  expect(command.split(token)).toHaveLength(2);
});

test('the command for Windows compares the hash before it runs anything', async () => {
  const { command, installer } = await make({ os: 'windows', cloud: 'USGov' });
  expect(installer.name).toBe('Skywarden.ps1');
  expect(command.indexOf(installer.sha256.toUpperCase())).toBeLessThan(command.indexOf('-Install'));
  expect(command).toContain('-Cloud USGov');
});

test.each([
  ['Public', '*.servicebus.windows.net', 'login.microsoftonline.com'],
  ['USGov', '*.servicebus.usgovcloudapi.net', 'login.microsoftonline.us'],
])('the cloud %s has hosts of its own to let through', async (cloud, hub, login) => {
  const { endpoints, command } = await make({ os: 'linux', cloud });
  const hosts = endpoints.map(({ host }) => host);
  expect(hosts).toEqual(['sky.example.com', hub, hub, login]);
  expect(endpoints.every(({ port }) => port === 443 || port === 5671)).toBe(true);
  expect(command).toContain(`--cloud ${cloud}`);
});

test.each([
  [{ os: 'plan9' }],
  [{ os: 'linux', cloud: 'Moon' }],
  [{ os: 'linux', resourceId: "/subscriptions/x'; rm -rf /" }],
  [{ os: 'linux', resourceGroup: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/a b' }],
  [{ os: 'linux', prefix: '/tmp/$(id)' }],
  [{ os: 'linux', prefix: '/tmp/../etc' }],
  [{ os: 'linux', validMinutes: 100_000 }],
])('%j makes no command', async (body) => {
  expect((await api.call('POST', path, { token: admin, body })).status).toBe(400);
});

test('the token opens the files that are installed, and no others', async () => {
  const { token, installer } = await make({ os: 'linux' });
  const file = await api.handle({
    method: 'GET',
    url: 'https://sky.example.com/api/v1/onboarding/files/install.sh',
    headers: holding(token),
    body: Buffer.alloc(0),
  });
  expect(file).toMatchObject({
    status: 200,
    body: '# install.sh',
    headers: { 'x-skywarden-sha256': installer.sha256 },
  });
  const other = await api.call('GET', '/api/v1/onboarding/files/app.js', { headers: holding(token) });
  expect(other.status).toBe(404);
});

test('the token is exchanged for a key of its own that opens the door of its workspace', async () => {
  const { token, id } = await make({ os: 'linux' });
  const exchange = () =>
    api.call('POST', '/api/v1/onboarding/keys', { headers: holding(token), body: { machine: 'web-7' } });
  const [one, two] = [await exchange(), await exchange()];
  expect(one).toMatchObject({ status: 201, json: { workspaceId: 'main', url: 'https://sky.example.com' } });
  expect(one.json['keyId']).not.toBe(two.json['keyId']);
  expect((await callDoor(api, { key: one.json['key'] as string, body: '{"a":1}' })).status).toBe(202);
  const list = await api.call('GET', '/api/v1/workspaces/main/keys', { token: admin });
  expect(list.json.value).toMatchObject([
    { name: 'web-7', createdBy: `onboarding:${id}` },
    { name: 'web-7', createdBy: `onboarding:${id}` },
  ]);
  expect(list.json.value[0]).not.toHaveProperty('secondary');
});

test('a token that has expired, was changed or is none opens nothing', async () => {
  const { token, expiresAt } = await make({ os: 'linux', validMinutes: 5 });
  const ask = async (text: string) => [
    (await api.call('GET', '/api/v1/onboarding/files/install.sh', { headers: { authorization: text } })).status,
    (await api.call('POST', '/api/v1/onboarding/keys', { headers: { authorization: text }, body: { machine: 'x' } }))
      .status,
  ];
  for (const text of ['', `Bearer ${token}`, `SKYWARDEN-ONBOARDING ${token}x`, `SKYWARDEN-ONBOARDING x${token}`])
    expect(await ask(text)).toEqual([401, 401]);
  api.memory.clock.now = new Date(expiresAt);
  expect(await ask(`SKYWARDEN-ONBOARDING ${token}`)).toEqual([401, 401]);
});

test('a command for another workspace than there is cannot be made', async () => {
  const reply = await api.call('POST', '/api/v1/workspaces/nowhere/onboarding', {
    token: admin,
    body: { os: 'linux' },
  });
  expect(reply.status).toBe(404);
});
