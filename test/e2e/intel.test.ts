import { type FeedServer, startFeedServer } from '../doubles/taxii/feedServer';
import { armSecurity } from './support/armSecurity';
import { newPlace, type RunningPlatform, startPlatform } from './support/platform';
import { send } from './support/send';
import { until } from './support/until';

interface AlertRow {
  alertType: string;
  severity: string;
  compromisedEntity: string;
  extendedProperties: Record<string, string>;
}

const added = (second: number, object: object) => ({ added: `2026-11-20T00:00:0${second}.000000Z`, object });
const indicator = (at: number, address: string, changes: object = {}): object => ({
  type: 'indicator',
  spec_version: '2.1',
  id: `indicator--00000000-0000-4000-8000-00000000000${at}`,
  created: '2026-11-01T00:00:00.000Z',
  modified: new Date().toISOString(),
  name: 'A server of the campaign',
  pattern: `[ipv4-addr:value = '${address}']`,
  pattern_type: 'stix',
  confidence: 90,
  object_marking_refs: ['marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421'],
  ...changes,
});

let events = 0;
/** A machine of its own each time talks to an address. */
const contact = (address: string) => ({
  EventID: 3,
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Provider_Name: 'Microsoft-Windows-Sysmon',
  Computer: `win-${(events += 1)}.example.com`,
  UtcTime: new Date().toISOString().replace('T', ' ').slice(0, 23),
  EventRecordID: 9000 + events,
  Image: 'C:\\Temp\\beacon.exe',
  Protocol: 'tcp',
  Initiated: 'true',
  SourceIp: '10.0.0.4',
  SourcePort: 50_123,
  DestinationIp: address,
  DestinationPort: 443,
});

describe('threat intelligence', () => {
  let server: FeedServer;
  let platform: RunningPlatform;

  beforeAll(async () => {
    server = await startFeedServer({ plain: true });
    server.collections.set('c1', [
      added(1, indicator(1, '203.0.113.200')),
      added(2, indicator(2, '203.0.113.201', { valid_until: '2026-01-01T00:00:00.000Z' })),
      added(3, indicator(3, '203.0.113.202', { revoked: true })),
      added(4, indicator(4, '203.0.113.203')),
    ]);
    platform = await startPlatform(await newPlace());
  }, 120_000);

  afterAll(async () => {
    await platform?.stop();
    await server?.close();
  }, 30_000);

  const call = async (method: string, path: string, body: string, type = 'application/json') => {
    const headers = { authorization: `Bearer ${await platform.token('Security Admin')}`, 'content-type': type };
    const response = await fetch(new URL(path, platform.endpoints.api), { method, headers, body });
    expect(response.ok).toBe(true);
    return (await response.json()) as Record<string, unknown>;
  };
  const alerts = async () =>
    (await armSecurity<AlertRow>(platform, 'alerts')).filter(
      ({ alertType }) => alertType === 'Skywarden_ThreatIntelligenceMatch',
    );

  it('of a TAXII collection raises an alert that names feed, indicator and marking, while it is valid', async () => {
    const feed = { format: 'taxii', url: `${server.url}/api/`, collection: 'c1' };
    await call('PUT', '/api/v1/intelFeeds/taxii-feed', JSON.stringify(feed));
    const api = await platform.api('Security Reader');
    await until('the index', async () => {
      const { indicators } = await api.get<{ indicators: number }>('/api/v1/intelIndex');
      return indicators >= 2 ? true : undefined;
    });
    await send(platform, ['203.0.113.201', '203.0.113.202', '203.0.113.199', '203.0.113.200'].map(contact));
    const [alert] = await until('the alert', async () => {
      const found = await alerts();
      return found.length > 0 ? found : undefined;
    });
    expect(alert).toMatchObject({
      severity: 'High',
      compromisedEntity: 'win-4.example.com',
      extendedProperties: {
        Feed: 'taxii-feed',
        Indicator: '203.0.113.200',
        'Indicator id': 'indicator--00000000-0000-4000-8000-000000000001',
        Marking: 'TLP:AMBER',
      },
    });
    expect(await alerts()).toHaveLength(1);
    expect(await api.get('/api/v1/intelFeeds/taxii-feed')).toMatchObject({
      state: { error: null, confirmedAt: expect.any(String) },
    });
  }, 120_000);

  it('that is uploaded is used by a running platform within a minute, and allow lists are', async () => {
    await call('PUT', '/api/v1/intelFeeds/mine', '{"format":"plain","confidence":60}');
    const list = '203.0.113.210\nnot an indicator\n';
    expect(await call('PUT', '/api/v1/intelFeeds/mine/indicators', list, 'text/plain')).toMatchObject({
      accepted: 1,
      rejectedCount: 1,
    });
    await call('PUT', '/api/v1/intelFeeds/allowed', '{"format":"warningList"}');
    const allowed = { name: 'partners', type: 'cidr', list: ['203.0.113.203/32'] };
    await call('PUT', '/api/v1/intelFeeds/allowed/indicators', JSON.stringify(allowed));
    const found = await until(
      'an alert of the uploaded list',
      async () => {
        await send(platform, [contact('203.0.113.210')]);
        return (await alerts()).find(({ extendedProperties }) => extendedProperties['Feed'] === 'mine');
      },
      90_000,
    );
    expect(found).toMatchObject({ severity: 'Medium', extendedProperties: { Indicator: '203.0.113.210' } });
    const known = (await alerts()).length;
    await send(platform, [contact('203.0.113.203'), contact('203.0.113.210')]);
    await until('the alert of the second', async () => ((await alerts()).length > known ? true : undefined));
    const indicators = (await alerts()).map(({ extendedProperties }) => extendedProperties['Indicator']);
    expect(indicators).not.toContain('203.0.113.203');
  }, 150_000);
});
