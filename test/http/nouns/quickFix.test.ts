import { recommendation as secureTransfer } from '../../../content/recommendations/storage/secureTransfer';
import { resourceManager } from '../../../shared/adapters/arm/resourceManager';
import { partitionOf, resourceDocumentId } from '../../../shared/core/documentIds';
import type { Recommendation } from '../../../shared/core/posture/recommendation';
import { onResourceChange } from '../../../shared/flows/onResourceChange';
import type { ResourceDocument } from '../../../shared/model/documents/resources';
import { parseResourceId } from '../../../shared/model/resourceId';
import { type ArmApi, startArmApi } from '../../doubles/arm/armApi';
import { openApi, type Api, type Reply } from '../support/api';
import { group, homeTenantId, machine, otherGroup, otherSubscription, subscription } from '../support/samples';

let api: Api & { close(): void };
let arm: ArmApi;
let contributor: string;

const fixable: Recommendation = {
  ...secureTransfer,
  quickFix: {
    description: 'Requests over plain HTTP are refused from then on.',
    permissions: ['Microsoft.Storage/storageAccounts/write'],
    requests: ({ id }) => [
      { method: 'PATCH', path: id, apiVersion: '2023-05-01', body: { properties: { supportsHttpsTrafficOnly: true } } },
    ],
  },
};
const account = (name: string): string => `${otherGroup}/providers/Microsoft.Storage/storageAccounts/${name}`;

const documentOf = (resourceId: string, isSecure: boolean): ResourceDocument => ({
  kind: 'resource',
  id: resourceDocumentId(resourceId),
  workspaceId: 'main',
  ...partitionOf(resourceId),
  resourceId,
  type: 'Microsoft.Storage/storageAccounts',
  observedAt: new Date(api.memory.clock.now.getTime() - 3_600_000).toISOString(),
  source: 'inventory',
  contentHash: `${resourceId} ${isSecure}`,
  resource: resourceOf(resourceId, isSecure),
});
const resourceOf = (id: string, isSecure: boolean) => ({
  id,
  name: parseResourceId(id).name,
  type: 'Microsoft.Storage/storageAccounts',
  location: 'westeurope',
  properties: { supportsHttpsTrafficOnly: isSecure, accessTier: 'Hot' },
});

/** In the inventory, and in Azure (as it may have become since). */
async function has(name: string, isSecure: boolean, nowSecure = isSecure): Promise<string> {
  const id = account(name);
  await api.store(documentOf(id, isSecure));
  arm.resources.set(id.toLowerCase(), resourceOf(id, nowSecure));
  return id;
}

beforeAll(async () => void (arm = await startArmApi()));
afterAll(() => arm.close());
beforeEach(async () => {
  arm.requests.length = 0;
  arm.faults.length = 0;
  arm.operation = undefined;
  arm.resources.clear();
  api = await openApi({ recommendations: [fixable], quickFixes: true });
  api.memory.ports.resourceManager = resourceManager(
    { ARM_ENDPOINT: arm.endpoint, blobs: { connectionString: '' } },
    {
      credential: { getToken: async () => ({ token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }) },
      retryOptions: { maxRetries: 3, retryDelayInMs: 1, maxRetryDelayInMs: 5 },
      updateIntervalInMs: 1,
      tlsOptions: { ca: arm.ca },
    },
  );
  contributor = await api.tokenOf('Contributor', subscription);
});
afterEach(() => api.close());

const fix = (resourceIds: string[], { dryRun = false, token = contributor, key = 'storage/secureTransfer' } = {}) =>
  api.call('POST', `/api/v1/recommendations/${key}/fix`, { token, body: { resourceIds, dryRun } });
const resultsOf = (reply: Reply) => reply.json['results'] as Record<string, unknown>[];
const writes = () => arm.requests.filter(({ method }) => method !== 'GET');

test('a dry run shows the exact request and sends none', async () => {
  const id = await has('plain', false);
  const reply = await fix([id], { dryRun: true });
  expect(reply.json).toMatchObject({
    recommendation: 'storage/secureTransfer',
    dryRun: true,
    permissions: ['Microsoft.Storage/storageAccounts/write'],
    results: [
      {
        resourceId: id,
        outcome: 'planned',
        requests: [
          {
            method: 'PATCH',
            url: `${arm.endpoint}${id}?api-version=2023-05-01`,
            body: { properties: { supportsHttpsTrafficOnly: true } },
          },
        ],
      },
    ],
  });
  expect(arm.requests).toEqual([]);
});

test('what a run sends is what the dry run has shown, and the next judgement proves it', async () => {
  const id = await has('plain', false);
  const [planned] = resultsOf(await fix([id], { dryRun: true }));
  const [done] = resultsOf(await fix([id]));
  expect(done).toMatchObject({ outcome: 'succeeded', state: 'Healthy', requests: planned!['requests'] });
  expect(writes()).toMatchObject([
    { method: 'PATCH', path: id, body: { properties: { supportsHttpsTrafficOnly: true } } },
  ]);

  const { ports, resourceFeed } = api.memory;
  await onResourceChange(ports, [fixable], resourceFeed);
  const judged = await ports.findings.judgement(partitionOf(id), id);
  expect(judged!.judgement.verdicts['storage/secureTransfer']).toMatchObject({ code: 'Healthy' });
});

test('each resource has a result of its own, and those that need no fix or allow none are left alone', async () => {
  const plain = await has('plain', false);
  const locked = await has('locked', false);
  const secure = await has('secure', true);
  const meanwhile = await has('meanwhile', false, true);
  const gone = account('gone');
  await api.store({
    ...documentOf(account('x'), false),
    ...partitionOf(machine),
    id: resourceDocumentId(machine),
    resourceId: machine,
    resource: { ...resourceOf(machine, false), type: 'Microsoft.Compute/virtualMachines' },
  });
  const manager = api.memory.ports.resourceManager;
  const write = manager.write.bind(manager);
  manager.write = (request, deadline) => {
    if (request.path === locked)
      arm.faults.push({ status: 409, body: { error: { code: 'ScopeLocked', message: 'A lock is in the way.' } } });
    return write(request, deadline);
  };
  // The locked one alone: several go at once, and the fault is for the next request of any.
  const turns = [[secure, meanwhile, gone, machine], [locked], [plain, plain.toUpperCase()]];
  const results = [];
  for (const ids of turns) results.push(...resultsOf(await fix(ids)));
  expect(results.map(({ outcome, code, state }) => [outcome, code, state])).toEqual([
    ['skipped', 'NotUnhealthy', undefined],
    ['skipped', 'NotUnhealthy', 'Healthy'],
    ['skipped', 'ResourceNotFound', undefined],
    ['skipped', 'NotApplicable', undefined],
    ['failed', 'ScopeLocked', 'Unhealthy'],
    ['succeeded', undefined, 'Healthy'],
  ]);
});

test('a subscription that nobody knew yet is of the tenant of this deployment, whatever the caller reads elsewhere', async () => {
  const unknown = '00000000-0000-0000-0000-000000000009';
  const id = `/subscriptions/${unknown}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/plain`;
  await api.store(documentOf(id, false));
  arm.resources.set(id.toLowerCase(), resourceOf(id, false));
  const [caller] = api.assignments;
  api.assign(caller!.principalId, 'Contributor', `/subscriptions/${unknown}`);
  expect(resultsOf(await fix([id]))).toMatchObject([{ outcome: 'succeeded' }]);
  const known = await api.memory.ports.settings.subscriptions();
  expect(known.find(({ subscriptionId }) => subscriptionId === unknown)).toMatchObject({ tenantId: homeTenantId });
});

test('throttling is waited out, and an operation awaited', async () => {
  const id = await has('plain', false);
  arm.operation = { polls: 3, status: 'Succeeded' };
  arm.faults.push(undefined, { status: 429, headers: { 'retry-after': '0' } }, { status: 503 });
  expect(resultsOf(await fix([id]))).toMatchObject([{ outcome: 'succeeded', state: 'Healthy' }]);
});

test('an operation that fails tells its code', async () => {
  const id = await has('plain', false);
  arm.operation = { polls: 1, status: 'Failed', error: { code: 'KeyVaultGone', message: 'The key is gone.' } };
  expect(resultsOf(await fix([id]))).toMatchObject([{ outcome: 'failed', code: 'KeyVaultGone', state: 'Unhealthy' }]);
});

test('who did what, before and after, is kept without anything else of the resource', async () => {
  const id = await has('plain', false);
  await fix([id]);
  const log = await api.call('GET', `/api/v1${subscription}/auditEntries`, { token: contributor });
  const [subject] = api.assignments.map(({ principalId }) => principalId);
  expect(log.json.value).toEqual([
    {
      at: expect.any(String),
      by: subject,
      action: 'quickFix',
      resourceId: id,
      outcome: 'storage/secureTransfer: succeeded',
      before: { [id]: { properties: { supportsHttpsTrafficOnly: false } } },
      after: { [id]: { properties: { supportsHttpsTrafficOnly: true } } },
    },
  ]);
});

describe('without write on the resource', () => {
  test.each([
    ['Security Admin', subscription, 'AuthorizationFailed'],
    ['Reader', subscription, 'AuthorizationFailed'],
    ['Owner', group, 'ResourceNotFound'],
    ['Owner', otherSubscription, 'ResourceNotFound'],
  ] as const)('%s of %s changes nothing: %s', async (role, scope, code) => {
    const id = await has('plain', false);
    const token = await api.tokenOf(role, scope);
    for (const dryRun of [true, false])
      expect(resultsOf(await fix([id], { token, dryRun }))).toMatchObject([{ outcome: 'skipped', code }]);
    expect(arm.requests).toEqual([]);
  });

  test('a Contributor of its resource group may', async () => {
    const id = await has('plain', false);
    const token = await api.tokenOf('Contributor', otherGroup);
    expect(resultsOf(await fix([id], { token }))).toMatchObject([{ outcome: 'succeeded' }]);
  });
});

test('a recommendation is named by its key or its assessment key, and must have a fix', async () => {
  const id = await has('plain', false);
  expect((await fix([id], { key: fixable.assessmentKey.toUpperCase(), dryRun: true })).status).toBe(200);
  expect((await fix([id], { key: 'storage/nothing' })).status).toBe(404);
  const bare = await openApi({ recommendations: [{ ...fixable, key: 'a/b', quickFix: undefined } as never] });
  try {
    const token = await bare.tokenOf('Owner', subscription);
    const reply = await bare.call('POST', '/api/v1/recommendations/a/b/fix', { token, body: { resourceIds: [id] } });
    expect(reply.json).toMatchObject({ status: 400, code: 'NotFixable' });
  } finally {
    bare.close();
  }
});

test('while fixes are switched off only a dry run is answered; without a word a run is a dry one', async () => {
  const id = await has('plain', false);
  api.deps.quickFixes = false;
  expect((await fix([id])).json).toMatchObject({ status: 409, code: 'QuickFixesAreOff' });
  expect((await fix([id], { dryRun: true })).status).toBe(200);
  const path = '/api/v1/recommendations/storage/secureTransfer/fix';
  const reply = await api.call('POST', path, { token: contributor, body: { resourceIds: [id] } });
  expect(reply.json).toMatchObject({ dryRun: true });
});

test('a request names from 1 to 100 resources', async () => {
  expect((await fix([])).status).toBe(400);
  expect((await fix(Array.from({ length: 101 }, (_, at) => account(`a${at}`)))).status).toBe(400);
});
