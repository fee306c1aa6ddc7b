import { armSecurity } from './support/armSecurity';
import { homeSubscription, newPlace, type RunningPlatform, startPlatform } from './support/platform';
import { send } from './support/send';
import { until } from './support/until';

const account = `/subscriptions/${homeSubscription}/resourceGroups/e2e/providers/Microsoft.Storage/storageAccounts/invoices`;
const snapshot = {
  id: account,
  name: 'invoices',
  type: 'Microsoft.Storage/storageAccounts',
  location: 'westeurope',
  properties: { supportsHttpsTrafficOnly: false },
};

interface Standard {
  name: string;
  state: string;
}

describe('a storage account that takes plain HTTP', () => {
  let platform: RunningPlatform;
  const ask = async (path: string, init: RequestInit = {}) =>
    fetch(`${platform.endpoints.api}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${await platform.token()}`, 'content-type': 'application/json' },
    });

  beforeAll(async () => {
    platform = await startPlatform(await newPlace());
    await send(platform, [snapshot]);
  }, 90_000);

  afterAll(async () => {
    await platform?.stop();
  }, 30_000);

  it('fails the benchmark and the other standards that ask for encryption', async () => {
    const standards = await until('the benchmark to fail', async () => {
      const all = await armSecurity<Standard>(platform, 'regulatoryComplianceStandards');
      return all.some(({ name, state }) => name.startsWith('Microsoft-cloud') && state === 'Failed') ? all : undefined;
    });
    expect(standards.find(({ name }) => name === 'PCI-DSS-4')).toMatchObject({ state: 'Failed' });
  }, 60_000);

  it('is in the report and in the export', async () => {
    const report = await ask(
      `/api/v1/subscriptions/${homeSubscription}/standards/Microsoft-cloud-security-benchmark/report`,
    );
    expect(await report.text()).toMatch(/DP\.3,.*storage\/secureTransfer.*,Failed,0,1,0,0/);
    const exported = await ask('/api/v1/recommendations/export');
    expect(exported.headers.get('content-type')).toContain('text/csv');
    const lines = (await exported.text()).split('\r\n');
    expect(lines[0]).toMatch(/^exportedTimestamp,subscriptionId/);
    expect(lines.filter((line) => line.includes('Secure transfer') && line.includes(',Unhealthy,'))).toHaveLength(1);
  }, 30_000);

  it('is not changed while quick fixes are switched off', async () => {
    const body = JSON.stringify({ resourceIds: [account], dryRun: false });
    const reply = await ask('/api/v1/recommendations/storage/secureTransfer/fix', { method: 'POST', body });
    expect(reply.status).toBe(409);
    expect(await reply.json()).toMatchObject({ code: 'QuickFixesAreOff' });
  });
});
