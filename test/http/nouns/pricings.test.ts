import { openApi, type Api } from '../support/api';
import { group, subscription } from '../support/samples';

let api: Api & { close(): void };
let admin: string;
beforeEach(async () => {
  api = await openApi();
  admin = await api.tokenOf('Security Admin', subscription, { expiresIn: 90 * 86_400 });
});
afterEach(() => api.close());

const path = (name: string, version = '2022-03-01'): string =>
  `${subscription}/providers/Microsoft.Security/pricings/${name}?api-version=${version}`;
const put = (name: string, properties: object, token = admin, version?: string) =>
  api.call('PUT', path(name, version), { token, body: { properties } });
const get = async (name: string, version?: string) =>
  (await api.call('GET', path(name, version), { token: admin })).json['properties'];
const later = (milliseconds: number): void =>
  void (api.memory.clock.now = new Date(api.memory.clock.now.getTime() + milliseconds));
const day = 86_400_000;

test('a plan that nobody set is on; one that is deprecated names what has replaced it', async () => {
  expect(await get('VirtualMachines')).toEqual({
    pricingTier: 'Standard',
    subPlan: 'P2',
    freeTrialRemainingTime: 'PT0S',
  });
  expect(await get('kubernetesservice')).toMatchObject({ deprecated: true, replacedBy: ['Containers'] });
});

test('the trial lasts 30 days from the first time, and does not begin again', async () => {
  await put('Dns', { pricingTier: 'Standard' });
  expect(await get('Dns')).toMatchObject({ freeTrialRemainingTime: 'P30D' });
  later(day + 3_723_000);
  expect(await get('Dns')).toMatchObject({ freeTrialRemainingTime: 'P28DT22H57M57S' });
  await put('Dns', { pricingTier: 'Free' });
  later(29 * day);
  await put('Dns', { pricingTier: 'Standard' });
  expect(await get('Dns')).toMatchObject({ pricingTier: 'Standard', freeTrialRemainingTime: 'PT0S' });
});

test('of two updates at the same time one is told so, and the plan of the other is set', async () => {
  await put('Arm', { pricingTier: 'Standard' });
  const { alertSettings } = api.memory.ports;
  const plans = alertSettings.plans.bind(alertSettings);
  const reading: (() => void)[] = [];
  // each reads before the other writes
  alertSettings.plans = async (id) => {
    const read = await plans(id);
    await new Promise<void>((go) => {
      if (reading.push(go) === 2) for (const both of reading) both();
    });
    return read;
  };
  const replies = await Promise.all([put('Arm', { pricingTier: 'Free' }), put('Dns', { pricingTier: 'Free' })]);
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200, 409]));
  expect(replies.find(({ status }) => status === 409)!.json).toMatchObject({ error: { code: 'Conflict' } });
});

test('newer versions know extensions, enforcement and coverage', async () => {
  const extensions = [{ name: 'AgentlessVmScanning', isEnabled: 'true' }];
  await put('CloudPosture', { pricingTier: 'standard', extensions, enforce: 'True' }, admin, '2024-01-01');
  expect(await get('CloudPosture', '2024-01-01')).toMatchObject({
    enforce: 'True',
    resourcesCoverageStatus: 'FullyCovered',
    enablementTime: expect.stringMatching(/Z$/),
    extensions: [{ name: 'AgentlessVmScanning', isEnabled: 'True' }],
  });
  expect(await get('CloudPosture')).not.toHaveProperty('extensions');
});

test('the list is filtered by names, and is one page', async () => {
  const all = `${subscription}/providers/Microsoft.Security/pricings?api-version=2024-01-01`;
  const named = async (filter: string) =>
    (await api.call('GET', `${all}&$filter=${encodeURIComponent(filter)}`, { token: admin })).json;
  expect((await named("name in (dns,'Arm')")).value.map(({ name }) => name)).toEqual(['Dns', 'Arm']);
  expect(await named('name eq 1')).toMatchObject({ error: { code: 'InvalidFilter' } });
});

test('Contributors of the subscription may, readers and owners of a resource group may not', async () => {
  const status = async (token: string) => (await put('Dns', { pricingTier: 'Free' }, token)).status;
  expect(await status(await api.tokenOf('Contributor', subscription))).toBe(200);
  expect(await status(await api.tokenOf('Security Reader', subscription))).toBe(403);
  expect(await status(await api.tokenOf('Owner', group))).toBe(403);
});
