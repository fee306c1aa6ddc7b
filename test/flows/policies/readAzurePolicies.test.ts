import { azureReader } from '../../../shared/adapters/resourceGraph/azureReader';
import { readAzurePolicies } from '../../../shared/flows/policies/readAzurePolicies';
import type { Ports } from '../../../shared/flows/ports';
import type { JsonObject } from '../../../shared/model/json';
import {
  assignmentId,
  atSubscription,
  definitionId,
  exemptionId,
  setId,
  stateDefinition,
} from '../../core/posture/plan/policy.samples';
import { subscription } from '../../core/posture/posture.samples';
import { type AzureApi, startAzureApi } from '../../doubles/azure/azureApi';
import { memoryPorts } from '../../doubles/memoryPorts';

let azure: AzureApi;
let ports: Ports;
let clock: { now: Date };

const provider = `${atSubscription}/providers/Microsoft.Authorization`;
const has = (path: string, content: JsonObject | JsonObject[]): void =>
  void azure.resources.set(path.toLowerCase(), content);
const object = (id: string, properties: object): JsonObject => ({
  id,
  name: id.split('/').at(-1)!,
  properties: properties as JsonObject,
});
const read = () => {
  clock.now = new Date(clock.now.getTime() + 1_000);
  return readAzurePolicies(ports, 'w1', subscription);
};
const assignment = (id: string): JsonObject => object(id, { policyDefinitionId: setId('base'), displayName: 'Base' });

beforeAll(async () => void (azure = await startAzureApi()));
afterAll(() => azure.close());
beforeEach(() => {
  azure.resources.clear();
  azure.faults.length = 0;
  ({ ports, clock } = memoryPorts({
    azure: azureReader(
      { ARM_ENDPOINT: azure.endpoint, blobs: { connectionString: '' } },
      {
        credential: { getToken: async () => ({ token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }) },
        retryOptions: { maxRetries: 0 },
        tlsOptions: { ca: azure.ca },
        sleep: async () => undefined,
      },
    ),
  }));
  has(`${provider}/policyAssignments`, [
    assignment(assignmentId('one')),
    assignment(assignmentId('two')),
    assignment(assignmentId('small', `${atSubscription}/resourceGroups/g`)),
  ]);
  has(`${provider}/policyExemptions`, [
    object(exemptionId('e'), { policyAssignmentId: assignmentId('one'), exemptionCategory: 'Waiver' }),
  ]);
  has(setId('base'), object(setId('base'), { policyDefinitions: [{ policyDefinitionId: definitionId('state') }] }));
  has(definitionId('state'), object(definitionId('state'), stateDefinition('state')));
});

test('assignments come with their initiatives, the members of these and the exemptions, marked as from Azure', async () => {
  expect(await read()).toMatchObject({ created: 5, rejected: 0, skipped: 1, removed: 0 });
  for (const id of [assignmentId('two'), setId('base'), definitionId('state'), exemptionId('e')])
    expect(await ports.policies.get(id)).toMatchObject({ origin: 'Azure' });
  expect(await read()).toMatchObject({ created: 0, unchanged: 5 });
});

test('what is gone in Azure goes, and what somebody made here stays', async () => {
  await read();
  const own = (await ports.policies.get(assignmentId('two')))!;
  const { origin: _, ...rest } = own;
  await ports.policies.save({ ...rest } as typeof own);
  has(`${provider}/policyAssignments`, []);
  has(`${provider}/policyExemptions`, []);
  expect(await read()).toMatchObject({ removed: 2 });
  expect(await ports.policies.get(assignmentId('one'))).toBeUndefined();
  expect(await ports.policies.get(assignmentId('two'))).toBeDefined();
});

test('a definition that the identity may not read is left out, and the others are kept', async () => {
  azure.faults.push({
    status: 403,
    match: '/policyDefinitions/state',
    body: { error: { code: 'AuthorizationFailed', message: 'No.' } },
  });
  expect(await read()).toMatchObject({ created: 4 });
});

test('a subscription that cannot be read says so in its audit entries', async () => {
  azure.faults.push({ status: 403, body: { error: { code: 'AuthorizationFailed', message: 'No.' } } });
  expect(await read()).toMatchObject({ refused: expect.any(String) as string });
  const entries = await ports.findings.audit(atSubscription, { top: 10 });
  expect(entries.items.map(({ entry }) => entry.outcome)).toEqual([expect.stringContaining('Nothing was read')]);
});

test('throttling is no reason to give up: the queue sends it again', async () => {
  azure.faults.push({ status: 429, headers: { 'retry-after': '7' } });
  await expect(read()).rejects.toMatchObject({ name: 'Throttled' });
});
