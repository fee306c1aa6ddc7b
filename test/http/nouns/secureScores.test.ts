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
