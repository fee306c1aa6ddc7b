import { ticksName } from '../../../shared/core/alert/ticks';
import type { Alert } from '../../../shared/model/alert';
import { openApi, type Api } from '../support/api';
import { account, alertDocument, group, machine, subscription } from '../support/samples';

let api: Api & { close(): void };
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.close());

const recent = (resourceId: string, age: number, changes: Partial<Alert> = {}) => {
  const startTimeUtc = `${new Date(Date.now() - age * 60_000).toISOString().slice(0, -1)}0000Z`;
  const { guid } = alertDocument(resourceId, age).alert;
  return alertDocument(resourceId, age, { name: ticksName(startTimeUtc, guid), startTimeUtc, ...changes });
};
const alertPath = (age: number, verb: string): string => {
  const { name } = api.memory
    .findings()
    .flatMap((one) => (one.kind === 'alert' ? [one.alert] : []))
    .find(({ guid }) => guid.endsWith(String(age)))!;
  return `${subscription}/providers/Microsoft.Security/locations/centralus/alerts/${name}/${verb}?api-version=2022-01-01`;
};
const answer = async (token: string, at = subscription) =>
  (await api.call('GET', `/api/v1${at}/detections/quality`, { token })).json;
const quality = async (token: string) => (await answer(token))['rules'];

test('the ratio of false to true alerts of a rule comes of how people close them', async () => {
  await api.store(...[1, 2, 3, 4, 5].map((age) => recent(machine, age, { ruleId: 'r1' })));
  await api.store(recent(machine, 6, { ruleId: 'r1', status: 'Dismissed', suppressedBy: 'quiet' }));
  const token = await api.tokenOf('Security Admin', subscription);
  const close = (age: number, verb: string, body?: object) =>
    api.call('POST', alertPath(age, verb), { token, ...(body && { body }) });
  await close(1, 'resolve');
  await close(2, 'dismiss');
  await close(3, 'dismiss', { verdict: 'BenignPositive' });
  await close(4, 'resolve', { verdict: 'FalsePositive' });
  expect(await quality(token)).toEqual([
    expect.objectContaining({
      ruleId: 'r1',
      truePositive: 1,
      falsePositive: 2,
      benignPositive: 1,
      suppressed: 1,
      falseToTrue: 2,
    }),
  ]);
});

test('who reads one resource group hears of its alerts only, here and over all subscriptions', async () => {
  await api.store(recent(machine, 1, { status: 'Resolved' }), recent(account, 2, { status: 'Dismissed' }));
  const token = await api.tokenOf('Reader', group);
  const row = [expect.objectContaining({ truePositive: 1, falsePositive: 0, falseToTrue: 0 })];
  expect(await answer(token)).toMatchObject({ examined: 1, rules: row });
  expect(await answer(token, '')).toMatchObject({ examined: 1, rules: row });
});

test('without any role nobody hears even how many alerts there are', async () => {
  const token = await api.issuer.issueToken({ oid: 'nobody' });
  expect(await answer(token, '')).toMatchObject({ status: 403, code: 'AuthorizationFailed' });
});

test('an unknown verdict is refused, and so are too many days', async () => {
  await api.store(recent(machine, 1));
  const token = await api.tokenOf('Owner', subscription);
  expect((await api.call('POST', alertPath(1, 'resolve'), { token, body: { verdict: 'Maybe' } })).status).toBe(400);
  expect((await api.call('GET', '/api/v1/detections/quality?days=91', { token })).status).toBe(400);
});
