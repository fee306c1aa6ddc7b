import { inventoryKey } from '../../../shared/core/documentIds';
import { noun } from '../../../shared/http/nouns/inventoryState';
import { openApi, type Api } from '../support/api';
import { otherSubscription, subscription, subscriptionId } from '../support/samples';

let api: Api & { close(): void };
beforeAll(async () => {
  api = await openApi();
  const at = '2026-11-21T08:00:00.000Z';
  await api.memory.ports.inventory.save({
    kind: 'inventory',
    ...inventoryKey(subscriptionId),
    workspaceId: 'default',
    inventory: {
      subscriptionId,
      changesThrough: '2026-11-21T09:55:00.000Z',
      walkedAt: at,
      tables: {
        resources: { at, outcome: 'complete', rows: 12 },
        policyresources: { at, outcome: 'refused', reason: 'No.', rows: 0 },
      },
      notes: { 'principals/users': { at, message: 'The app may not read it' } },
    },
  });
});
afterAll(() => api.close());

const path = (scope: string): string => `/api/v1${scope}/inventoryState`;

test('a reader of a subscription sees how far it is read and what could not be', async () => {
  const token = await api.tokenOf('Reader', subscription);
  const { status, json } = await api.call('GET', path(subscription), { token });
  expect(status).toBe(200);
  expect(noun.routes[0]!.response!.safeParse(json).success).toBe(true);
  expect(json).toMatchObject({
    walkedAt: '2026-11-21T08:00:00.000Z',
    walkingSince: null,
    tables: { resources: { outcome: 'complete', reason: null }, policyresources: { reason: 'No.' } },
    notes: { 'principals/users': { message: 'The app may not read it' } },
    error: null,
  });
});

test('nobody else does', async () => {
  const token = await api.tokenOf('Reader', otherSubscription);
  expect((await api.call('GET', path(subscription), { token })).status).toBe(403);
});

test('a subscription that was never read says so', async () => {
  const token = await api.tokenOf('Reader', otherSubscription);
  const { json } = await api.call('GET', path(otherSubscription), { token });
  expect(json).toMatchObject({ walkedAt: null, changesThrough: null, tables: {} });
});
