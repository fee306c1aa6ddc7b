import { armSecurity } from './support/armSecurity';
import { homeSubscription, newPlace, type Place, type RunningPlatform, startPlatform } from './support/platform';
import { send } from './support/send';
import { storedEvents } from './support/store';
import { until } from './support/until';

const vault = `/subscriptions/${homeSubscription}/resourceGroups/e2e/providers/Microsoft.KeyVault/vaults/keys`;
const account = `/subscriptions/${homeSubscription}/resourceGroups/e2e/providers/Microsoft.Storage/storageAccounts/data`;

const snapshot = (id: string, type: string, properties: object) => ({
  id,
  name: id.split('/').at(-1),
  type,
  location: 'westeurope',
  properties,
});

/** Leases expire after a minute, ownership of partitions after two: less than half of that means nobody waited. */
const atOnceMs = 25_000;

describe('a restart', () => {
  let place: Place;
  let platform: RunningPlatform;
  let before: unknown[];

  beforeAll(async () => {
    place = await newPlace();
    platform = await startPlatform(place);
    await send(platform, [snapshot(account, 'Microsoft.Storage/storageAccounts', { supportsHttpsTrafficOnly: false })]);
    await until(
      'the score',
      async () => (await armSecurity<{ max: number }>(platform, 'secureScores'))[0]?.max === 4 || undefined,
    );
    before = await armSecurity(platform, 'assessments');
  }, 90_000);

  afterAll(async () => {
    await platform?.stop();
  }, 30_000);

  it('in order answers 0 and keeps all state', async () => {
    expect(await platform.stop()).toBe(0);
    platform = await startPlatform(place);
    expect(await armSecurity(platform, 'assessments')).toEqual(before);
    expect(await storedEvents(place)).toHaveLength(1);
  }, 90_000);

  it('after kill -9 goes on at once, without waiting for leases to expire', async () => {
    await send(platform, [snapshot(account, 'Microsoft.Storage/storageAccounts', { supportsHttpsTrafficOnly: true })]);
    await platform.kill();
    platform = await startPlatform(place);
    await send(platform, [snapshot(vault, 'Microsoft.KeyVault/vaults', { networkAcls: { defaultAction: 'Deny' } })]);
    const healthy = await until(
      'both resources judged',
      async () => {
        const rows = await armSecurity<{ status: { code: string } }>(platform, 'assessments');
        const found = rows.filter(({ status }) => status.code === 'Healthy');
        return found.length >= 2 ? found : undefined;
      },
      atOnceMs,
    );
    expect(healthy).toHaveLength(2);
  }, 120_000);

  it('on a folder that is in use is refused, naming the process', async () => {
    await expect(startPlatform(place)).rejects.toThrow(/in use by process \d+/);
  }, 30_000);

  it('on a port that is in use names the port and its purpose', async () => {
    const other = await newPlace();
    const ports = { ...other.ports, cosmos: place.ports['cosmos']! };
    await expect(startPlatform({ ...other, ports })).rejects.toThrow(
      `Port ${place.ports['cosmos']} for the Cosmos endpoint is already in use`,
    );
  }, 30_000);
});
