import { openApi } from './support/api';
import { subscriptionId } from './support/samples';

const logged: Record<string, unknown>[] = [];
const log = {
  info: (_: string, facts?: Record<string, unknown>) => void logged.push(facts ?? {}),
  warn: () => undefined,
};

test('the log of a request names who called, the path without its query, and the answer', async () => {
  const api = await openApi();
  api.deps.ports.log = log;
  const token = await api.tokenOf('Reader', `/subscriptions/${subscriptionId}`);
  const { oid } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { oid: string };
  await api.call('GET', `/subscriptions/${subscriptionId}?api-version=2019-11-01&secret=hidden`, { token });
  expect(logged.at(-1)).toMatchObject({ caller: oid, method: 'GET', status: 200 });
  expect(JSON.stringify(logged)).not.toMatch(/hidden|Bearer|eyJ/);
  api.close();
});
