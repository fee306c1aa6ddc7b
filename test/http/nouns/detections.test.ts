import { shippedEntries } from '../../../cli/commands/catalogue';
import { openApi, type Api } from '../support/api';

let api: Api & { close(): void };
let token: string;

beforeAll(async () => {
  const entries = shippedEntries();
  api = await openApi({ detections: () => entries });
  token = await api.tokenOf('Reader', '/subscriptions/00000000-0000-0000-0000-000000000001');
}, 60_000);
afterAll(() => api.close());

const get = (path: string) => api.call('GET', path, { token });

it('lists every detection once, page by page', async () => {
  const ids: unknown[] = [];
  let path: string | undefined = '/api/v1/detections?$top=100';
  while (path !== undefined) {
    const { status, json } = await get(path);
    expect(status).toBe(200);
    expect(json.value.length).toBeLessThanOrEqual(100);
    ids.push(...json.value.map(({ id }) => id));
    path = (json.nextLink as string | undefined)?.replace(/^https?:\/\/[^/]+/, '');
  }
  expect(ids.length).toBe(api.deps.detections().length);
  expect(new Set(ids).size).toBe(ids.length);
});

it('says what a detection is about and what it needs', async () => {
  const { json } = await get('/api/v1/detections?alertType=skywarden_lsassmemoryread');
  expect(json.value).toEqual([
    expect.objectContaining({
      alertType: 'Skywarden_LsassMemoryRead',
      severity: 'High',
      intent: 'CredentialAccess',
      techniques: ['T1003.001'],
      plan: 'VirtualMachines',
      kind: 'rule',
      dataNeed: 'Sysmon 10 for lsass.exe.',
    }),
  ]);
});

it('shows an example of the alert of one detection', async () => {
  const [first] = (await get('/api/v1/detections?alertType=Skywarden_DiscoveryBurst')).json.value;
  const { status, json } = await get(`/api/v1/detections/${String(first!.id)}`);
  expect(status).toBe(200);
  expect(json).toMatchObject({
    kind: 'correlation',
    example: { AlertType: 'Skywarden_DiscoveryBurst', Intent: 'Discovery', Status: 'New' },
  });
});

it('answers 404 for a detection that is not there', async () => {
  expect((await get('/api/v1/detections/00000000-0000-0000-0000-000000000009')).status).toBe(404);
});

it('asks for a token', async () => {
  expect((await api.call('GET', '/api/v1/detections')).status).toBe(401);
});
