import { type Api, openApi, type Reply } from '../support/api';
import { account, group, judgementDocument, otherGroup, recommendations, subscription } from '../support/samples';

let api: Api & { close(): void };
let admin: string;

const key = recommendations[0]!.key;
const properties = {
  policyAssignmentId: `${subscription}/providers/Microsoft.Authorization/policyAssignments/SecurityCenterBuiltIn`,
  policyDefinitionReferenceIds: [key],
  exemptionCategory: 'Waiver',
};
const preview = (body: object, token = admin): Promise<Reply> =>
  api.call('POST', `/api/v1${subscription}/policyExemptions/preview`, { token, body });

beforeEach(async () => {
  api = await openApi();
  admin = await api.tokenOf('Security Admin', subscription);
  await api.store(judgementDocument(account, { [key]: 'Unhealthy' }));
});
afterEach(() => api.close());

test('tells what would be exempt, and keeps nothing', async () => {
  expect((await preview({ properties })).json).toMatchObject({
    resources: 1,
    unhealthy: 1,
    byRecommendation: { [key]: 1 },
  });
  expect((await preview({ scope: otherGroup, properties })).json).toMatchObject({ resources: 1 });
  expect((await preview({ scope: group, properties })).json).toMatchObject({ resources: 0 });
  expect(api.memory.policyFeed).toEqual([]);
});

test('refuses a scope outside of the subscription, and what is no exemption', async () => {
  expect((await preview({ scope: '/', properties })).status).toBe(400);
  expect((await preview({ properties: { ...properties, exemptionCategory: 'Never' } })).status).toBe(400);
});

test('is for who may exempt', async () => {
  expect((await preview({ properties }, await api.tokenOf('Contributor', subscription))).status).toBe(403);
});
