import { openApi, type Api } from '../support/api';
import {
  account,
  apiNow,
  group,
  judgementDocument,
  machine,
  otherGroup,
  otherSubscription,
  recommendations,
  subscription,
} from '../support/samples';

let api: Api & { close(): void };
let token: string;
beforeAll(async () => {
  api = await openApi();
  token = await api.tokenOf('Security Reader', subscription);
  await api.store(
    judgementDocument(account, {
      'storage/secureTransfer': 'Unhealthy',
      'storage/minimumTls': 'Unknown',
      'storage/removed': 'Unhealthy',
    }),
    judgementDocument(machine, { 'machines/sshRootLogin': 'Healthy' }),
    judgementDocument(`${otherSubscription}/resourceGroups/x/providers/Microsoft.Storage/storageAccounts/y`, {
      'storage/minimumTls': 'Healthy',
    }),
  );
});
afterAll(() => api.close());

const [secureTransfer, , minimumTls] = recommendations.map(({ assessmentKey }) => assessmentKey);
const list = (scope: string, query = '', as = token) =>
  api.call('GET', `${scope}/providers/Microsoft.Security/assessments?api-version=2021-06-01${query}`, { token: as });
const get = (resource: string, name: string | undefined, query = '') =>
  api.call('GET', `${resource}/providers/Microsoft.Security/assessments/${name}?api-version=2021-06-01${query}`, {
    token,
  });

test('an assessment has the shape of the specification, its expansions only when asked for', async () => {
  const plain = await get(account, secureTransfer);
  expect(plain.json).toEqual({
    id: `${account}/providers/Microsoft.Security/assessments/${secureTransfer}`,
    name: secureTransfer,
    type: 'Microsoft.Security/assessments',
    properties: {
      resourceDetails: { source: 'Azure', id: account },
      displayName: 'Name of storage/secureTransfer',
      status: { code: 'Unhealthy', firstEvaluationDate: apiNow, statusChangeDate: apiNow },
      additionalData: {
        scoreImpact: '0',
        freshnessSlaHours: '24',
        stale: 'false',
        subAssessmentsLink: `${account}/providers/Microsoft.Security/assessments/${secureTransfer}/subAssessments`,
      },
      scoreImpact: 0,
      freshnessSlaHours: 24,
      stale: false,
    },
  });
  const full = (await get(account.toLowerCase(), secureTransfer!.toUpperCase(), '&$expand=metadata,links')).json;
  expect(full['properties']).toMatchObject({
    metadata: { severity: 'High', assessmentType: 'BuiltIn', remediationDescription: 'Switch it on.' },
    links: { azurePortalUri: expect.stringMatching(/^https:/), azurePortal: expect.not.stringMatching(/^https:/) },
  });
});

test('what could not be judged is not applicable with its cause, never healthy', async () => {
  const { json } = await get(account, minimumTls);
  expect(json['properties']).toMatchObject({ status: { code: 'NotApplicable', cause: 'PropertyMissing' } });
});

test.each([
  [subscription, 3],
  [otherGroup, 2],
  [group, 1],
  [machine, 1],
  ['/providers/Microsoft.Management/managementGroups/web', 3],
])('the list at %s has %i rows', async (scope, count) => {
  const reader = await api.tokenOf('Reader', '/');
  expect((await list(scope, '', reader)).json.value).toHaveLength(count);
});

test('the list of a management group needs a role there', async () => {
  expect((await list('/providers/Microsoft.Management/managementGroups/web')).status).toBe(403);
});

test('who reads one resource sees its rows in the list of the subscription', async () => {
  const own = await api.tokenOf('Reader', machine);
  expect((await list(subscription, '', own)).json.value).toHaveLength(1);
});

test('an expansion that does not exist is 400; an assessment that does not is 404', async () => {
  expect((await list(subscription, '&$expand=all')).status).toBe(400);
  expect((await get(machine, secureTransfer)).status).toBe(404);
  expect((await get(`${machine}x`, secureTransfer)).status).toBe(404);
});

test('metadata is the same for the tenant and a subscription, under the id of the tenant', async () => {
  const tenant = await api.call('GET', '/providers/Microsoft.Security/assessmentMetadata?api-version=2021-06-01', {
    token,
  });
  const own = await api.call(
    'GET',
    `${subscription}/providers/Microsoft.Security/assessmentMetadata?api-version=2021-06-01`,
    { token },
  );
  expect(tenant.json.value).toHaveLength(3);
  expect(own.json).toEqual(tenant.json);
  const one = await api.call(
    'GET',
    `/providers/Microsoft.Security/assessmentMetadata/${secureTransfer}?api-version=2021-06-01`,
    { token },
  );
  expect(one.json).toMatchObject({
    id: `/providers/Microsoft.Security/assessmentMetadata/${secureTransfer}`,
    name: secureTransfer,
  });
});
