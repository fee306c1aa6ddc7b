import { armSecurity } from './support/armSecurity';
import { homeSubscription, newPlace, type RunningPlatform, startPlatform } from './support/platform';
import { send } from './support/send';
import { until } from './support/until';

const account = `/subscriptions/${homeSubscription}/resourceGroups/e2e/providers/Microsoft.Storage/storageAccounts/invoices`;
const other = account.replace('invoices', 'pictures');

const snapshot = (id: string, supportsHttpsTrafficOnly: boolean) => ({
  id,
  name: id.split('/').at(-1),
  type: 'Microsoft.Storage/storageAccounts',
  location: 'westeurope',
  properties: { supportsHttpsTrafficOnly },
});

interface Score {
  score: { current: number; max: number; percentage: number };
}
interface ScoreChange {
  before: { current: number; max: number; percentage: number };
  after: { current: number; max: number; percentage: number };
  controls: { displayName: string }[];
  reasons: { resourceId: string; recommendation: string; before: string | null; after: string | null }[];
}

const scoreOf = async (platform: RunningPlatform, current: number) => {
  const [score] = await armSecurity<Score & { current: number; max: number; percentage: number }>(
    platform,
    'secureScores',
  );
  return score?.current === current ? score : undefined;
};

describe('two storage accounts, one of which is switched to plain HTTP', () => {
  let platform: RunningPlatform;

  beforeAll(async () => {
    platform = await startPlatform(await newPlace());
    await send(platform, [snapshot(account, true), snapshot(other, true)]);
    await until('the score of two healthy accounts', () => scoreOf(platform, 4));
    await send(platform, [snapshot(account, false)]);
  }, 90_000);

  afterAll(async () => {
    await platform?.stop();
  }, 30_000);

  it('move the score from 4 of 4 to exactly 2 of 4', async () => {
    const score = await until('the new score', () => scoreOf(platform, 2));
    expect(score).toMatchObject({ current: 2, max: 4, percentage: 0.5, weight: 2 });
  }, 60_000);

  it('explain the move with before, after and the resource that caused it', async () => {
    const api = await platform.api('Security Reader');
    const [change] = await api.list<ScoreChange>(`/api/v1/subscriptions/${homeSubscription}/scoreChanges`);
    expect(change).toMatchObject({
      before: { current: 4, max: 4, percentage: 1 },
      after: { current: 2, max: 4, percentage: 0.5 },
      controls: [{ displayName: 'Encrypt data in transit' }],
      reasons: [{ recommendation: 'storage/secureTransfer', before: 'Healthy', after: 'Unhealthy' }],
    });
    expect(change!.reasons[0]!.resourceId.toLowerCase()).toBe(account.toLowerCase());
  });
});
