import { agentDeploymentKey } from '../../../shared/core/documentIds';
import { openApi, type Api } from '../support/api';
import { group, machine, otherGroup, subscription } from '../support/samples';

let api: Api & { close(): void };
beforeAll(async () => void (api = await openApi()));
afterAll(() => api.close());

const type = 'Microsoft.Security/autoProvisioningSettings';
const path = (name = '') => `${subscription}/providers/${type}${name}?api-version=2017-08-01-preview`;
const put = async (role: 'Owner' | 'Security Admin' | 'Contributor' | 'Reader', body: unknown, name = '/default') =>
  api.call('PUT', path(name), { token: await api.tokenOf(role, subscription), body });
const answer = (autoProvision: string) => ({
  id: `${subscription}/providers/${type}/default`,
  name: 'default',
  type,
  properties: { autoProvision },
});

test('it is off until somebody switches it on', async () => {
  const token = await api.tokenOf('Security Reader', subscription);
  expect((await api.call('GET', path('/default'), { token })).json).toEqual(answer('Off'));
  expect((await api.call('GET', path(), { token })).json).toEqual({ value: [answer('Off')] });
  const { status, json } = await put('Security Admin', { properties: { autoProvision: 'on' } });
  expect([status, json]).toEqual([200, answer('On')]);
  expect((await api.call('GET', path('/DEFAULT'), { token })).json).toEqual(answer('On'));
  expect((await put('Owner', { properties: { autoProvision: 'Off' } })).json).toEqual(answer('Off'));
});

test('who switched it last is kept', async () => {
  await put('Contributor', { properties: { autoProvision: 'On' } });
  const setting = await api.deps.ports.provisioning.setting(subscription.split('/')[2]!);
  expect(setting?.changedBy).toMatch(/^[0-9a-f-]{36}$/);
});

test.each([
  [{ properties: { autoProvision: 'Maybe' } }, '/default', 400],
  [{ properties: {} }, '/default', 400],
  [{}, '/default', 400],
  [{ properties: { autoProvision: 'On' } }, '/other', 400],
])('%j to %s is refused', async (body, name, status) => {
  expect((await put('Owner', body, name)).status).toBe(status);
});

test('a reader switches nothing, and another setting is not found', async () => {
  expect((await put('Reader', { properties: { autoProvision: 'On' } })).status).toBe(403);
  const token = await api.tokenOf('Reader', subscription);
  expect((await api.call('GET', path('/other'), { token })).status).toBe(404);
});

test('tasks are listed with what came of them, to those who may read the machine', async () => {
  const at = '2026-11-21T10:00:00.000Z';
  await api.deps.ports.provisioning.saveDeployment({
    kind: 'agentDeployment',
    ...agentDeploymentKey(machine),
    workspaceId: 'main',
    deployment: {
      machineId: machine,
      state: 'waiting',
      attempts: 2,
      createdAt: at,
      changedAt: at,
      nextAttemptAt: at,
      reason: { code: 'OperationNotAllowed', message: 'The VM is not running.' },
    },
  });
  const list = async (scope: string) => {
    const token = await api.tokenOf('Reader', scope);
    return (await api.call('GET', `/api/v1${subscription}/agentDeployments`, { token })).json.value;
  };
  expect(await list(group)).toEqual([
    {
      machineId: machine,
      state: 'waiting',
      attempts: 2,
      createdAt: at,
      changedAt: at,
      nextAttemptAt: at,
      reason: { code: 'OperationNotAllowed', message: 'The VM is not running.' },
    },
  ]);
  expect(await list(otherGroup)).toEqual([]);
});
