import { z } from 'zod';
import { partitionOf } from '../../../shared/core/documentIds';
import { noun as freshness } from '../../../shared/http/nouns/freshness';
import { noun as history } from '../../../shared/http/nouns/secureScoreHistory';
import { noun as summary } from '../../../shared/http/nouns/scoreSummary';
import type { FreshnessDocument } from '../../../shared/model/documents/freshness';
import type { ScoreDayDocument, ScoreDocument } from '../../../shared/model/documents/score';
import { openApi, type Api } from '../support/api';
import {
  account,
  apiNow,
  group,
  judgementDocument,
  otherSubscription,
  otherSubscriptionId,
  recommendations,
  scoreDocument,
  subscription,
  subscriptionId,
} from '../support/samples';

const none = { healthy: 0, unhealthy: 0, notApplicable: 0, exempt: 0, unknown: 0 };
const score: ScoreDocument = {
  ...scoreDocument,
  assessments: {
    'storage/secureTransfer': { ...none, healthy: 5, unhealthy: 1, exempt: 2 },
    'policy/own': { ...none, unhealthy: 3 },
  },
  sole: { 'encryptDataInTransit|storage/secureTransfer': { healthy: 1, out: 0 } },
};
const other: ScoreDocument = {
  ...scoreDocument,
  ...partitionOf(otherSubscription),
  controls: { applySystemUpdates: { healthy: 1, unhealthy: 3, notApplicable: 0 } },
  pairs: 4,
};
const dayDocument = (day: string, current: number): ScoreDayDocument => ({
  id: `scoreDay|${day}`,
  kind: 'scoreDay',
  workspaceId: 'main',
  ...partitionOf(subscription),
  version: Number(day.replaceAll('-', '')),
  day: {
    day,
    at: `${day}T20:00:00.000Z`,
    score: { max: 4, current, percentage: current / 4 },
    weight: 9,
    controls: { encryptDataInTransit: { healthy: current, unhealthy: 4 - current, notApplicable: 0 } },
    controlTable: '2025-11',
  },
});
const freshnessDocument: FreshnessDocument = {
  id: 'freshness',
  kind: 'freshness',
  workspaceId: 'main',
  ...partitionOf(subscription),
  version: 1,
  checkedAt: apiNow,
  stale: { 8: { verdicts: 2, resources: 1, since: apiNow, examples: [account], alert: 'guid' } },
};

let api: Api & { close(): void };
let token: string;
beforeAll(async () => {
  api = await openApi();
  token = await api.tokenOf('Security Reader', subscription);
  await api.store(
    score,
    dayDocument('2026-10-02', 1),
    dayDocument('2026-11-19', 3),
    dayDocument('2026-11-20', 2),
    freshnessDocument,
    judgementDocument(account, { 'storage/secureTransfer': 'Unhealthy', 'storage/minimumTls': 'Healthy' }),
  );
  await api.store(other);
});
afterAll(() => api.close());

const get = (path: string, as = token) => api.call('GET', path, { token: as });
const base = `/api/v1${subscription}`;
const routeOf = (path: string) => summary.routes.find((route) => route.path.endsWith(path))!;

test('a subscription tells its controls and what each could gain', async () => {
  const { json } = await get(`${base}/secureScore`);
  expect(json).toMatchObject({
    subscriptionId,
    score: { max: 14, current: 13.33, percentage: 0.9521 },
    weight: 9,
    controlTable: { version: '2025-11', date: '2026-11-21', maxScore: 58 },
  });
  expect(json['controls']).toContainEqual({
    control: 'encryptDataInTransit',
    id: '0e55495e-034f-4abc-8293-767229250176',
    displayName: 'Encrypt data in transit',
    healthy: 5,
    unhealthy: 1,
    notApplicable: 0,
    score: { max: 4, current: 3.33, percentage: 0.8325 },
    weight: 6,
    potentialIncrease: 0.67,
  });
});

test('a subscription that nothing was judged in has none', async () => {
  const own = await openApi();
  const reader = await own.tokenOf('Reader', subscription);
  expect((await own.call('GET', `${base}/secureScore`, { token: reader })).status).toBe(404);
  own.close();
});

test('recommendations are listed with their counts and the points they would gain, custom policies with none', async () => {
  const { json } = await get(`${base}/secureScore/recommendations`);
  expect(json.value).toEqual([
    expect.objectContaining({ recommendation: 'policy/own', scores: false, unhealthy: 3, potentialIncrease: 0 }),
    expect.objectContaining({
      recommendation: 'storage/secureTransfer',
      assessmentKey: recommendations[0]!.assessmentKey,
      scores: true,
      controls: [{ control: 'encryptDataInTransit', displayName: 'Encrypt data in transit' }],
      freshnessSlaHours: 24,
      healthy: 5,
      unhealthy: 1,
      exempt: 2,
      potentialIncrease: 0.67,
    }),
  ]);
});

test('several subscriptions are weighted by their pairs, with points as the portal aggregates them', async () => {
  const reader = await api.tokenOf('Reader', '/');
  const { json } = await get('/api/v1/secureScore', reader);
  expect(json).toMatchObject({
    scope: '/',
    percentage: Math.round(((0.9521 * 9 + 0.25 * 4) / 13) * 10_000) / 10_000,
    points: { max: 20, current: 15, percent: 74 },
    weight: 13,
    subscriptions: [{ subscriptionId }, { subscriptionId: otherSubscriptionId }],
  });
});

test('a management group stands for the subscriptions below it, for who holds a role there', async () => {
  const path = '/api/v1/managementGroups/web/secureScore';
  const reader = await api.tokenOf('Reader', '/providers/Microsoft.Management/managementGroups/web');
  expect((await get(path, reader)).json).toMatchObject({ weight: 9, subscriptions: [{ subscriptionId }] });
  expect((await get(path)).status).toBe(403);
});

test('who reads a resource group only sees no score', async () => {
  const reader = await api.tokenOf('Reader', group);
  expect((await get('/api/v1/secureScore', reader)).json).toMatchObject({ weight: 0, subscriptions: [] });
  expect((await get(`${base}/secureScore`, reader)).status).toBe(403);
});

test('the history is asked for by days, 30 of them unless told', async () => {
  const days = async (query: string) =>
    (await get(`${base}/secureScoreHistory${query}`)).json.value.map(({ day }: { day?: unknown }) => day);
  expect(await days('')).toEqual(['2026-11-19', '2026-11-20']);
  expect(await days('?from=2026-10-01&to=2026-11-19')).toEqual(['2026-10-02', '2026-11-19']);
  expect(await days('?from=2026-11-20')).toEqual(['2026-11-20']);
});

test('the history comes in pages', async () => {
  const { json } = await get(`${base}/secureScoreHistory?from=2026-10-01&$top=2`);
  expect(json.value).toHaveLength(2);
  const { pathname, search } = new URL(String(json['nextLink']));
  expect((await get(`${pathname}${search}`)).json.value).toMatchObject([{ day: '2026-11-20', score: { current: 2 } }]);
});

test.each(['?from=yesterday', '?from=2026-11-20&to=2026-11-19', '?from=2020-01-01', '?to=2026-02-30'])(
  'a range of days that is none is refused: %s',
  async (query) => {
    expect((await get(`${base}/secureScoreHistory${query}`)).status).toBe(400);
  },
);

test('stale assessments are told by their limit, with the alert that tells of them', async () => {
  const { json } = await get(`${base}/freshness`);
  expect(json['limits']).toEqual([
    expect.objectContaining({ freshnessSlaHours: 8, kind: 'EndpointProtection', stale: 2, alert: 'guid' }),
    expect.objectContaining({ freshnessSlaHours: 24, kind: 'General', stale: 0, since: null }),
    expect.objectContaining({ freshnessSlaHours: 48, kind: 'OperatingSystem', stale: 0 }),
  ]);
  const { json: health } = await get('/api/v1/health/details');
  expect(health['subscriptions']).toContainEqual(expect.objectContaining({ subscriptionId, staleAssessments: 2 }));
});

test('an assessment tells the points that its resource would gain', async () => {
  const path = `${account}/providers/Microsoft.Security/assessments/${recommendations[0]!.assessmentKey}`;
  const { json } = await get(`${path}?api-version=2021-06-01`);
  expect(json['properties']).toMatchObject({ scoreImpact: 0.67, additionalData: { scoreImpact: '0.67' } });
});

test('what is served is what the schemas say', async () => {
  const served: [string, z.ZodType][] = [
    [`${base}/secureScore`, routeOf('{subscriptionId}/secureScore').response!],
    [`${base}/secureScore/recommendations`, z.array(routeOf('/recommendations').response!)],
    ['/api/v1/secureScore', routeOf('/api/v1/secureScore').response!],
    [`${base}/secureScoreHistory`, z.array(history.routes[0]!.response!)],
    [`${base}/freshness`, freshness.routes[0]!.response!],
  ];
  for (const [path, schema] of served) {
    const { json } = await get(path);
    const body: unknown = json.value ?? json;
    expect(schema.parse(body)).toEqual(body);
  }
});
