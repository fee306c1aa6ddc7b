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
  // What the other recommendations of the control ask for is in order.
  properties: { supportsHttpsTrafficOnly, minimumTlsVersion: 'TLS1_2' },
});

interface Score {
  current: number;
  max: number;
}
interface Control {
  properties: { displayName: string; score: { current: number }; weight: number };
}
interface ScoreChange {
  before: { current: number; max: number; percentage: number };
  after: { current: number; max: number; percentage: number };
  controls: { displayName: string }[];
  reasons: {
    resourceId: string;
    recommendation: string;
    before: string | null;
    after: string | null;
    points: number;
  }[];
  unattributed: number;
}

const scoreOf = async (platform: RunningPlatform): Promise<Score> =>
  (await armSecurity<Score>(platform, 'secureScores'))[0]!;

/** The control of the two accounts, once it has so many points. */
const controlAt = async (platform: RunningPlatform, current: number) => {
  const api = await platform.api('Security Reader');
  const path = `/subscriptions/${homeSubscription}/providers/Microsoft.Security/secureScoreControls?api-version=2020-01-01`;
  return (await api.list<Control>(path)).find(
    ({ properties: { displayName, score, weight } }) =>
      displayName === 'Encrypt data in transit' && weight === 2 && score.current === current,
  );
};

describe('two storage accounts, one of which is switched to plain HTTP', () => {
  let platform: RunningPlatform;
  let before: Score;

  beforeAll(async () => {
    platform = await startPlatform(await newPlace());
    await send(platform, [snapshot(account, true), snapshot(other, true)]);
    await until('the score of two healthy accounts', () => controlAt(platform, 4));
    before = await scoreOf(platform);
    await send(platform, [snapshot(account, false)]);
  }, 90_000);

  afterAll(async () => {
    await platform?.stop();
  }, 30_000);

  it('move the score by exactly the share of one of two in its control', async () => {
    await until('the new score', () => controlAt(platform, 2));
    const { current, max } = await scoreOf(platform);
    expect([before.current - current, before.max - max]).toEqual([2, 0]);
  }, 60_000);

  it('explain the move with before, after, the resource that caused it and its points', async () => {
    const api = await platform.api('Security Reader');
    const [change] = await api.list<ScoreChange>(`/api/v1/subscriptions/${homeSubscription}/scoreChanges`);
    expect(change!.before.current - change!.after.current).toBe(2);
    expect(change).toMatchObject({
      controls: [{ displayName: 'Encrypt data in transit' }],
      reasons: [
        { recommendation: 'storage/secureTransfer', before: 'Healthy', after: 'Unhealthy', points: -2, maxPoints: 0 },
      ],
      unattributed: 0,
    });
    expect(change!.reasons[0]!.resourceId.toLowerCase()).toBe(account.toLowerCase());
  });
});
