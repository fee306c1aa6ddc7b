import { openApi, type Api } from '../support/api';
import { account, alertDocument, group, machine, otherGroup, subscription } from '../support/samples';

let api: Api & { close(): void };
beforeEach(async () => {
  api = await openApi();
  await api.store(
    alertDocument(machine, 1),
    alertDocument(account, 2, { location: 'westus' }),
    alertDocument(machine, 3),
  );
});
afterEach(() => api.close());

const provider = 'providers/Microsoft.Security';
const version = 'api-version=2022-01-01';
const nameOf = (age: number): string => alertDocument(machine, age).alert.name;
const at = (scope: string, age: number, location = 'centralus'): string =>
  `${scope}/${provider}/locations/${location}/alerts/${nameOf(age)}`;
const names = async (path: string, token: string): Promise<string[]> =>
  ((await api.call('GET', `${path}?${version}`, { token })).json.value as unknown as { name: string }[]).map(
    ({ name }) => name,
  );

test('lists are newest first, at four scopes', async () => {
  const token = await api.tokenOf('Security Reader', subscription);
  expect(await names(`${subscription}/${provider}/alerts`, token)).toEqual([1, 2, 3].map(nameOf));
  expect(await names(`${group}/${provider}/alerts`, token)).toEqual([1, 3].map(nameOf));
  expect(await names(`${subscription}/${provider}/locations/WestUS/alerts`, token)).toEqual([nameOf(2)]);
  expect(await names(`${otherGroup}/${provider}/locations/centralus/alerts`, token)).toEqual([]);
});

test('who reads one resource group finds its alerts in the list of the subscription, and no others', async () => {
  const token = await api.tokenOf('Reader', group);
  expect(await names(`${subscription}/${provider}/alerts`, token)).toEqual([1, 3].map(nameOf));
  expect((await api.call('GET', `${at(subscription, 2, 'westus')}?${version}`, { token })).status).toBe(404);
});

test('an alert is found at its subscription and resource group, in its location only', async () => {
  const token = await api.tokenOf('Reader', subscription);
  const status = async (path: string) => (await api.call('GET', `${path}?${version}`, { token })).status;
  expect(await status(at(subscription, 1))).toBe(200);
  expect(await status(at(group, 1))).toBe(200);
  expect(await status(at(otherGroup, 1))).toBe(404);
  expect(await status(at(subscription, 1, 'westus'))).toBe(404);
  expect(await status(at(subscription, 9))).toBe(404);
  expect(await status(`${subscription}/${provider}/locations/centralus/alerts/x`)).toBe(404);
});

test('an alert has the shape of the specification', async () => {
  const token = await api.tokenOf('Reader', subscription);
  const { json } = await api.call('GET', `${at(subscription, 1)}?${version}`, { token });
  expect(json).toMatchObject({
    id: at(group, 1),
    name: nameOf(1),
    type: 'Microsoft.Security/Locations/alerts',
    properties: {
      version: '2022-01-01',
      systemAlertId: nameOf(1),
      status: 'Active',
      severity: 'High',
      startTimeUtc: '2019-12-25T18:52:36.8010350Z',
      resourceIdentifiers: [{ type: 'AzureResource', azureResourceId: machine }],
      entities: [{ type: 'ip', address: '192.0.2.7' }],
      techniques: ['T1110'],
    },
  });
  expect(JSON.stringify(json)).not.toContain('eventIds');
});

test.each([
  ['dismiss', 'Dismissed'],
  ['resolve', 'Resolved'],
  ['inProgress', 'InProgress'],
  ['activate', 'Active'],
])('%s makes an alert %s, at both scopes, again and again', async (verb, status) => {
  const token = await api.tokenOf('Security Admin', subscription);
  for (const scope of [subscription, group, group]) {
    const reply = await api.call('POST', `${at(scope, 1)}/${verb}?${version}`, { token });
    expect({ status: reply.status, text: reply.text }).toEqual({ status: 204, text: '' });
  }
  const { json } = await api.call('GET', `${at(group, 1)}?${version}`, { token });
  expect(json['properties']).toMatchObject({ status });
});

test('a change of state is told in the outbox once, with the alert as it is then', async () => {
  const token = await api.tokenOf('Owner', subscription);
  for (let time = 0; time < 2; time += 1) await api.call('POST', `${at(group, 1)}/dismiss?${version}`, { token });
  const outbox = api.memory.findings().filter(({ kind }) => kind === 'outbox');
  expect(outbox).toMatchObject([
    { version: 2, item: { of: 'alert', change: 'updated', alert: { status: 'Dismissed' } } },
  ]);
});

test('older versions have no inProgress, and read what is in progress as active', async () => {
  const token = await api.tokenOf('Owner', subscription);
  await api.call('POST', `${at(group, 1)}/inProgress?${version}`, { token });
  const old = await api.call('GET', `${at(group, 1)}?api-version=2021-11-01`, { token });
  expect(old.json['properties']).toMatchObject({ status: 'Active', version: '2021-11-01' });
  expect(old.json['properties']).not.toHaveProperty('techniques');
  expect((await api.call('POST', `${at(group, 1)}/inProgress?api-version=2021-11-01`, { token })).status).toBe(400);
});

test('Owners and Contributors of a resource group see its alerts and may not close them', async () => {
  for (const role of ['Owner', 'Contributor'] as const) {
    const token = await api.tokenOf(role, group);
    expect((await api.call('GET', `${at(group, 1)}?${version}`, { token })).status).toBe(200);
    expect((await api.call('POST', `${at(group, 1)}/dismiss?${version}`, { token })).status).toBe(403);
  }
});

test('a Security Admin of another resource group does not find the alert', async () => {
  const token = await api.tokenOf('Security Admin', otherGroup);
  expect((await api.call('POST', `${at(subscription, 1)}/dismiss?${version}`, { token })).status).toBe(404);
  expect((await api.call('POST', `${at(group, 1)}/dismiss?${version}`, { token })).status).toBe(403);
});

test('an alert says how sure it is and why, and what is behind it where the version knows evidence', async () => {
  const evidence = [{ time: '2026-11-21T08:00:00.000Z', eventId: 'e1', facts: { User: 'ann' } }];
  await api.store(
    alertDocument(machine, 7, { evidence, references: ['https://example.com/rule', 'javascript:alert(1)'] }),
  );
  const token = await api.tokenOf('Reader', subscription);
  const read = async (asked: string) =>
    (await api.call('GET', `${at(subscription, 7)}?api-version=${asked}`, { token })).json['properties'];
  expect(await read('2022-01-01')).toMatchObject({
    extendedProperties: {
      'Confidence score': expect.stringMatching(/^0\.\d\d$/),
      'Confidence reasons': expect.stringContaining('The rule rates it High'),
    },
    extendedLinks: [{ Category: 'rule_reference', Href: 'https://example.com/rule', Type: 'webLink' }],
    supportingEvidence: {
      type: 'tabularEvidences',
      columns: ['Time', 'User', 'Event id'],
      rows: [['2026-11-21T08:00:00.000Z', 'ann', 'e1']],
    },
  });
  expect(await read('2021-11-01')).not.toHaveProperty('supportingEvidence');
});
