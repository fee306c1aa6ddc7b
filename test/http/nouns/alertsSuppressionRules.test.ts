import { ticksName } from '../../../shared/core/alert/ticks';
import { openApi, type Api } from '../support/api';
import { alertDocument, group, machine, subscription } from '../support/samples';

let api: Api & { close(): void };
let admin: string;
beforeEach(async () => {
  api = await openApi();
  admin = await api.tokenOf('Security Admin', subscription);
});
afterEach(() => api.close());

const version = 'api-version=2019-01-01-preview';
const path = (name: string): string =>
  `${subscription}/providers/Microsoft.Security/alertsSuppressionRules/${name}?${version}`;
const list = `${subscription}/providers/Microsoft.Security/alertsSuppressionRules?${version}`;
const rule = (changes: object = {}) => ({
  properties: { alertType: 'VM_Example', reason: 'Noise', state: 'Enabled', ...changes },
});
const put = (name: string, body: unknown, token = admin) => api.call('PUT', path(name), { token, body });

test('a rule is answered with 200, the first time too, and both spellings of its end are read', async () => {
  const first = await put('quiet', rule({ expirationDateUTC: '2030-01-01T00:00:00Z', comment: null }));
  expect(first).toMatchObject({
    status: 200,
    json: { name: 'quiet', properties: { state: 'Enabled', expirationDateUtc: '2030-01-01T00:00:00.000Z' } },
  });
  expect((await put('QUIET', rule())).json).toMatchObject({ name: 'quiet', properties: { alertType: 'VM_Example' } });
  expect((await api.call('GET', list, { token: admin })).json.value).toHaveLength(1);
});

test('a rule whose end is past says that it has expired', async () => {
  const reply = await put('old', rule({ expirationDateUtc: '2020-01-01T00:00:00Z' }));
  expect(reply.json).toMatchObject({ properties: { state: 'Expired' } });
});

test.each([
  ['no alert type', { alertType: undefined }],
  ['no reason', { reason: undefined }],
  ['no state', { state: undefined }],
  ['an unknown state', { state: 'Sleeping' }],
  ['an end that is no time', { expirationDateUtc: 'tomorrow' }],
  ['a scope without conditions', { suppressionAlertsScope: {} }],
  ['a condition that compares nothing', { suppressionAlertsScope: { allOf: [{ field: 'entities.ip.address' }] } }],
  ['an operator that is none', { suppressionAlertsScope: { allOf: [{ field: 'entities.ip.address', like: 'x' }] } }],
  ['a field of no entity', { suppressionAlertsScope: { allOf: [{ field: 'severity', contains: 'High' }] } }],
])('a rule with %s is refused', async (_, changes) => {
  const reply = await put('wrong', rule(changes));
  expect(reply).toMatchObject({ status: 400, json: { error: { code: 'InvalidRequestContent' } } });
});

test('the list is paged by $top without gaps, and filtered by the type of alert', async () => {
  for (const name of ['c', 'a', 'b', 'd']) await put(name, rule({ alertType: name === 'd' ? 'Other' : 'VM_Example' }));
  const names: unknown[] = [];
  let next: string | undefined = `${list}&$top=2&AlertType=vm_example`;
  while (next) {
    const { json } = await api.call('GET', next, { token: admin });
    names.push(...json.value.map(({ name }) => name));
    next = json['nextLink'] as string | undefined;
  }
  expect(names).toEqual(['a', 'b', 'c']);
});

test('a rule is deleted with 204, also when it is gone', async () => {
  await put('quiet', rule());
  for (const _ of [1, 2]) expect((await api.call('DELETE', path('quiet'), { token: admin })).status).toBe(204);
  expect((await api.call('GET', path('quiet'), { token: admin })).status).toBe(404);
});

test('Contributors and those of a resource group write no rules', async () => {
  for (const token of [
    await api.tokenOf('Contributor', subscription),
    await api.tokenOf('Owner', group),
    await api.tokenOf('Security Reader', subscription),
  ])
    expect((await put('quiet', rule(), token)).status).toBe(403);
});

describe('the preview', () => {
  const preview = `/api/v1${subscription}/alertsSuppressionRules/preview`;
  const days = (count: number): string => new Date(Date.now() - count * 86_400_000).toISOString();
  const started = (age: number, startTimeUtc: string, changes: object = {}) => {
    const document = alertDocument(machine, age);
    return alertDocument(machine, age, {
      name: ticksName(startTimeUtc, document.alert.guid),
      startTimeUtc,
      ...changes,
    });
  };

  test('tells what a rule would have hidden in 30 days, and writes nothing', async () => {
    const entities = [{ type: 'process', commandLine: 'C:\\Tools\\backup.exe --all' }];
    await api.store(
      started(1, days(1), { alertType: 'VM_Example', entities }),
      started(2, days(2), { alertType: 'VM_Example', entities: [{ type: 'process', commandLine: 'evil.exe' }] }),
      started(3, days(3), { alertType: 'VM_Example', entities: [] }),
      started(4, days(40), { alertType: 'VM_Example', entities }),
      started(5, days(1), { alertType: 'Other', entities }),
    );
    const allOf = [{ field: 'entities.process.commandline', contains: 'BACKUP.EXE' }];
    const body = { properties: { alertType: 'VM_Example', suppressionAlertsScope: { allOf } } };
    const before = api.memory.findingFeed.length;
    const { status, json } = await api.call('POST', preview, { token: admin, body });
    expect(status).toBe(200);
    expect(json).toMatchObject({ examined: 4, complete: true, matched: 2, withoutEntities: 1 });
    expect(json['byAlertType']).toEqual({ VM_Example: 2 });
    expect((json['alerts'] as { name: string }[]).map(({ name }) => name.slice(-1))).toEqual(['1', '3']);
    expect(api.memory.findingFeed).toHaveLength(before);
    expect((await api.call('GET', list, { token: admin })).json.value).toEqual([]);
  });

  test('is for those who may write rules', async () => {
    const body = { properties: { alertType: '*' } };
    const token = await api.tokenOf('Security Reader', subscription);
    expect((await api.call('POST', preview, { token, body })).status).toBe(403);
  });
});
