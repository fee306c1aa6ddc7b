import { definitionId, stateDefinition } from '../../core/posture/plan/policy.samples';
import { type Api, openApi, type Reply } from '../support/api';
import { account, group, otherSubscription, subscription, subscriptionId } from '../support/samples';

let api: Api & { close(): void };
let owner: string;

const own = (name: string, scope = subscription) => ({
  id: `${scope}/providers/Microsoft.Authorization/policyDefinitions/${name}`,
  properties: stateDefinition(name),
});
const assignment = `${subscription}/providers/Microsoft.Authorization/policyAssignments/a`;
const send = (body: unknown, token = owner, path = '/api/v1/policies/import', headers = {}): Promise<Reply> =>
  api.call('POST', path, { token, body, headers });

beforeEach(async () => {
  api = await openApi();
  owner = await api.tokenOf('Owner', subscription);
});
afterEach(() => api.close());

test.each([
  ['a list', [own('a'), own('b')], 2],
  ['what ARM lists', { value: [own('a'), own('b')] }, 2],
  ['one object', own('a'), 1],
])('%s is taken', async (_, body, created) => {
  expect((await send(body)).json).toMatchObject({ created, rejected: 0 });
});

test('lines are taken', async () => {
  const body = Buffer.from(`${JSON.stringify(own('a'))}\n\n${JSON.stringify(own('b'))}\r\n`);
  const reply = await send(body, owner, undefined, { 'content-type': 'application/x-ndjson' });
  expect(reply.json).toMatchObject({ created: 2, results: [{ index: 0, outcome: 'created' }, { index: 1 }] });
  const broken = await send(Buffer.from('{"a":1}\n{'), owner, undefined, { 'content-type': 'application/x-ndjson' });
  expect([broken.status, broken.json['code']]).toEqual([400, 'InvalidRequestContent']);
});

test.each([
  ['nothing', []],
  ['more than a request holds', Array.from({ length: 501 }, () => 1)],
  ['a number', 7],
])('%s is refused', async (_, body) => {
  expect((await send(body)).status).toBe(400);
});

test('each object is checked for itself: only what lies in scopes of the caller is kept', async () => {
  const theirs = own('theirs', otherSubscription);
  const { json } = await send([theirs, own('mine')]);
  expect(json).toMatchObject({
    created: 1,
    rejected: 1,
    results: [{ outcome: 'rejected', code: 'AuthorizationFailed' }, { outcome: 'created' }],
  });
  expect(await api.memory.ports.policies.get(theirs.id)).toBeUndefined();
});

test("Microsoft's own are brought in by who administers the deployment", async () => {
  const builtIn = { id: definitionId('x'), properties: stateDefinition('x') };
  const other = await api.tokenOf('Owner', otherSubscription);
  expect((await send(builtIn, other)).json).toMatchObject({ rejected: 1 });
  expect((await send(builtIn)).json).toMatchObject({ created: 1 });
});

test('an exemption needs leave at the resource and at the assignment', async () => {
  const exemption = {
    id: `${account}/providers/Microsoft.Authorization/policyExemptions/e`,
    properties: { policyAssignmentId: assignment, exemptionCategory: 'Waiver' },
  };
  expect((await send(exemption, await api.tokenOf('Security Admin', group))).json).toMatchObject({ rejected: 1 });
  expect((await send(exemption)).json).toMatchObject({ created: 1, results: [{ warnings: [expect.any(String)] }] });
  const entries = await api.call('GET', `/api/v1${subscription}/auditEntries`, { token: owner });
  expect(entries.json.value.map(({ resourceId }) => resourceId)).toEqual([exemption.id]);
});

test('an exemption from what a management group demands is not replaced by leave of a subscription', async () => {
  const root = '/providers/Microsoft.Management/managementGroups/root';
  const id = `${account}/providers/Microsoft.Authorization/policyExemptions/e`;
  const from = (policyAssignmentId: string) => ({
    id,
    properties: { policyAssignmentId, exemptionCategory: 'Waiver' },
  });
  const demanded = from(`${root}/providers/Microsoft.Authorization/policyAssignments/base`);
  expect((await send(demanded, await api.tokenOf('Owner', root))).json).toMatchObject({ created: 1 });
  expect((await send(from(assignment))).json).toMatchObject({ results: [{ id, code: 'AuthorizationFailed' }] });
  expect((await api.memory.ports.policies.get(id))?.properties).toEqual(demanded.properties);
});

test('who has no role imports nothing, and readers neither', async () => {
  const nobody = await api.issuer.issueToken({ oid: '00000000-0000-4000-8000-0000000000aa' });
  expect((await send(own('a'), nobody)).status).toBe(403);
  expect((await send(own('a'), await api.tokenOf('Reader', subscription))).json).toMatchObject({ rejected: 1 });
});

test('a scope that keeps no policies is refused', async () => {
  expect((await send({ name: 'x' }, owner, '/api/v1/policies/import?scope=/somewhere')).status).toBe(400);
});

test('a subscription is read from Azure by the queue', async () => {
  const reply = await send({}, owner, `/api/v1${subscription}/policies/import`);
  expect(reply.status).toBe(202);
  expect(api.memory.work.map(({ message }) => message)).toEqual([{ kind: 'importPolicies', subscriptionId }]);
});
