import { openApi, type Api } from '../support/api';
import { group, recommendations, scoreDocument, subscription } from '../support/samples';

let api: Api & { close(): void };
let token: string;
beforeAll(async () => {
  api = await openApi();
  token = await api.tokenOf('Security Reader', subscription);
  await api.store(scoreDocument);
});
afterAll(() => api.close());

const get = (path: string, query = '', as = token) =>
  api.call('GET', `${path}?api-version=2020-01-01${query}`, { token: as });
const provider = `${subscription}/providers/Microsoft.Security`;

test('the score has the shape of the specification, rounded as it rounds', async () => {
  expect((await get(`${provider}/secureScores/ascScore`)).json).toEqual({
    id: `${provider}/secureScores/ascScore`,
    name: 'ascScore',
    type: 'Microsoft.Security/secureScores',
    properties: { displayName: 'ASC score', score: { max: 14, current: 13.33, percentage: 0.9521 }, weight: 9 },
  });
});

test('controls carry the figures of the golden example', async () => {
  const { json } = await get(`${provider}/secureScoreControls`);
  const rows = json.value as unknown as { name: string; id: string; properties: object }[];
  expect(rows.map(({ properties }) => properties)).toEqual(
    expect.arrayContaining([
      {
        displayName: 'Encrypt data in transit',
        healthyResourceCount: 5,
        unhealthyResourceCount: 1,
        notApplicableResourceCount: 0,
        score: { max: 4, current: 3.33, percentage: 0.8325 },
        weight: 6,
      },
      {
        displayName: 'Protect applications against DDoS attacks',
        healthyResourceCount: 0,
        unhealthyResourceCount: 0,
        notApplicableResourceCount: 1,
        score: { max: 0, current: 0, percentage: 0 },
        weight: 0,
      },
    ]),
  );
  expect(rows[0]!.id).toBe(`${provider}/secureScores/ascScore/secureScoreControls/${rows[0]!.name}`);
});

test('a definition comes with the control when asked for, and names the recommendations that count', async () => {
  const { json } = await get(`${provider}/secureScores/ascScore/secureScoreControls`, '&$expand=definition');
  const encrypt = json.value.find((row) => JSON.stringify(row).includes('Encrypt data'))!;
  expect(encrypt['properties']).toMatchObject({
    definition: {
      properties: {
        maxScore: 4,
        source: { sourceType: 'BuiltIn' },
        assessmentDefinitions: expect.arrayContaining([
          { id: `/providers/Microsoft.Security/assessmentMetadata/${recommendations[0]!.assessmentKey}` },
        ]),
      },
    },
  });
});

test('all definitions are listed for the tenant, with descriptions that fit', async () => {
  const { json } = await get('/providers/Microsoft.Security/secureScoreControlDefinitions');
  expect(json.value).toHaveLength(15);
  for (const { properties } of json.value as unknown as { properties: { description: string; maxScore: number } }[]) {
    expect(properties.description.length).toBeLessThanOrEqual(256);
    expect(properties.maxScore).toBeLessThanOrEqual(10);
  }
});

test('a role on a resource group does not show the score of its subscription', async () => {
  expect((await get(`${provider}/secureScores`, '', await api.tokenOf('Owner', group))).status).toBe(403);
});

test('another score is not found, and another expansion is 400', async () => {
  expect((await get(`${provider}/secureScores/other`)).status).toBe(404);
  expect((await get(`${provider}/secureScores/other/secureScoreControls`)).status).toBe(404);
  expect((await get(`${provider}/secureScoreControls`, '&$expand=all')).status).toBe(400);
});

test('a subscription that nothing was judged in has no score', async () => {
  const own = await openApi();
  const reader = await own.tokenOf('Reader', subscription);
  const reply = await own.call('GET', `${provider}/secureScores?api-version=2020-01-01`, { token: reader });
  expect(reply).toMatchObject({ status: 200, json: { value: [] } });
  own.close();
});

/**
 * Microsoft's public example of 2020-01-01 (secureScores): GUID, our key, name, healthy, unhealthy, not applicable; max, current,
 * percentage, weight. Its `Enable Advanced Threat Protection` has its present name.
 */
const golden = [
  [
    'a9909064-42b4-4d34-8143-275477afe18b',
    'protectAgainstDdos',
    'Protect applications against DDoS attacks',
    0,
    0,
    1,
    0,
    0,
    0,
    0,
  ],
  ['34a42fb3-e6db-409c-b56b-7b1db6b8aee0', 'enableMfa', 'Enable MFA', 1, 0, 0, 10, 10, 1, 1],
  [
    '76763537-9feb-42d3-b4f4-78c01117be80',
    'implementSecurityBestPractices',
    'Implement security best practices',
    7,
    0,
    1,
    0,
    0,
    0,
    7,
  ],
  [
    '4db8d6cf-075b-4149-a813-da09ca2ae120',
    'enableEnhancedSecurityFeatures',
    'Enable enhanced security features',
    0,
    1,
    0,
    0,
    0,
    0,
    1,
  ],
  [
    '27b24961-75ba-4fe4-8909-97286d5dd5ee',
    'enableAuditingAndLogging',
    'Enable auditing and logging',
    1,
    4,
    0,
    1,
    0.2,
    0.2,
    5,
  ],
  [
    '2d85f639-0bea-4a4a-b6c6-608952a1414a',
    'manageAccessAndPermissions',
    'Manage access and permissions',
    1,
    1,
    0,
    4,
    2,
    0.5,
    2,
  ],
  [
    '99fc8df2-e0f5-40f8-9415-a7f7ca948b5a',
    'remediateSecurityConfigurations',
    'Remediate security configurations',
    0,
    1,
    0,
    4,
    0,
    0,
    1,
  ],
  [
    '12136bd9-dc24-44f2-9587-7be3af6aac14',
    'enableEndpointProtection',
    'Enable endpoint protection',
    0,
    1,
    0,
    2,
    0,
    0,
    1,
  ],
  ['61702b76-1fab-41f2-bcbc-50b7870dcf38', 'applySystemUpdates', 'Apply system updates', 0, 1, 0, 6, 0, 0, 1],
  [
    '0e55495e-034f-4abc-8293-767229250176',
    'encryptDataInTransit',
    'Encrypt data in transit',
    5,
    1,
    0,
    4,
    3.33,
    0.8325,
    6,
  ],
  [
    'f9d5432b-8f7b-45e9-b90c-e214a30f6a02',
    'restrictUnauthorizedNetworkAccess',
    'Restrict unauthorized network access',
    1,
    0,
    0,
    4,
    4,
    1,
    1,
  ],
  ['8fd574ec-43cf-426e-a439-a67cbaf2d564', 'enableEncryptionAtRest', 'Enable encryption at rest', 1, 0, 0, 4, 4, 1, 1],
] as const;

describe('the whole golden example', () => {
  let whole: Api & { close(): void };
  let reader: string;
  beforeAll(async () => {
    whole = await openApi();
    reader = await whole.tokenOf('Security Reader', subscription);
    const controls = Object.fromEntries(
      golden.map(([, key, , healthy, unhealthy, notApplicable]) => [key, { healthy, unhealthy, notApplicable }]),
    );
    await whole.store({ ...scoreDocument, controls, pairs: 67 });
  });
  afterAll(() => whole.close());
  const read = async (path: string) =>
    (await whole.call('GET', `${provider}/${path}?api-version=2020-01-01`, { token: reader })).json;

  test('is the one score of the subscription, 23.53 of 39 with weight 67', async () => {
    expect(await read('secureScores')).toEqual({
      value: [
        {
          id: `${provider}/secureScores/ascScore`,
          name: 'ascScore',
          type: 'Microsoft.Security/secureScores',
          properties: { displayName: 'ASC score', score: { max: 39, current: 23.53, percentage: 0.6033 }, weight: 67 },
        },
      ],
    });
  });

  test.each(['secureScoreControls', 'secureScores/ascScore/secureScoreControls'])(
    'has the twelve controls at %s to the digit',
    async (path) => {
      const { value } = await read(path);
      const expected = golden.map(
        ([id, , displayName, healthy, unhealthy, notApplicable, max, current, percentage, weight]) => ({
          id: `${provider}/secureScores/ascScore/secureScoreControls/${id}`,
          name: id,
          type: 'Microsoft.Security/secureScores/secureScoreControls',
          properties: {
            displayName,
            healthyResourceCount: healthy,
            unhealthyResourceCount: unhealthy,
            notApplicableResourceCount: notApplicable,
            score: { max, current, percentage },
            weight,
          },
        }),
      );
      expect(value).toHaveLength(12);
      expect(value).toEqual(expect.arrayContaining(expected));
    },
  );
});
