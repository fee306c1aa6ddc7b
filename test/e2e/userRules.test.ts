import { armSecurity } from './support/armSecurity';
import { newPlace, type RunningPlatform, startPlatform } from './support/platform';
import { send } from './support/send';
import { until } from './support/until';

interface AlertRow {
  alertType: string;
  compromisedEntity: string;
}
interface Answer {
  status: number;
  text: string;
}

const idOf = (at: number): string => `00000000-0000-4000-8000-00000000000${at}`;
const rule = (at: number, words: string): string => `title: User rule ${at}
id: ${idOf(at)}
name: user_rule_${at}
logsource:
  product: windows
  category: process_creation
detection:
  selection:
    CommandLine|re: '${words}\\s+--mode=\\d+'
  condition: selection
level: high
skywarden:
  alertType: Mine_Rule${at}
  entity: [host]
`;
const correlation = `title: User correlation
id: ${idOf(9)}
level: high
correlation:
  type: event_count
  rules: user_rule_3
  group-by: [Computer]
  timespan: 10m
  condition:
    gte: 3
skywarden:
  alertType: Mine_Correlation
`;

let records = 0;
const started = (computer: string, commandLine: string) => ({
  EventID: 1,
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Provider_Name: 'Microsoft-Windows-Sysmon',
  Computer: computer,
  UtcTime: new Date().toISOString().replace('T', ' ').slice(0, 23),
  EventRecordID: 7000 + (records += 1),
  Image: 'C:\\Tools\\tool.exe',
  CommandLine: commandLine,
  User: 'EXAMPLE\\ann',
});

/** Rules are in use a minute after they were stored, at the latest. */
const reloadMs = 90_000;

describe('rules of users', () => {
  let platform: RunningPlatform;
  beforeAll(async () => {
    platform = await startPlatform(await newPlace());
  }, 120_000);
  afterAll(() => platform?.stop(), 30_000);

  const call = async (method: string, path: string, body?: string): Promise<Answer> => {
    const response = await fetch(new URL(`/api/v1/detections${path}`, platform.endpoints.api), {
      method,
      headers: { authorization: `Bearer ${await platform.token('Security Admin')}` },
      ...(body !== undefined && { body }),
    });
    return { status: response.status, text: await response.text() };
  };
  const alertsOf = async (alertType: string) =>
    (await armSecurity<AlertRow>(platform, 'alerts')).filter((alert) => alert.alertType === alertType);
  /** Sends such an event again and again, each time of another machine, until its alert is there. */
  const alerted = (alertType: string, commandLine: string) =>
    until(
      alertType,
      async () => {
        await send(platform, [started(`win-${records}.example.com`, commandLine)]);
        const found = await alertsOf(alertType);
        return found.length > 0 ? found : undefined;
      },
      reloadMs,
    );

  it('raise alerts on a running platform, beside which a bad one is refused with its reason', async () => {
    // Rules are looked for with the first batch: those that follow come while it runs.
    await send(platform, [started('win-0.example.com', 'harmless')]);
    expect((await call('PUT', '/rules/team/one.yml', rule(1, 'onething'))).status).toBe(201);
    const bad = await call('PUT', '/rules/bad.yml', rule(2, '(?<=x)y'));
    expect(bad.status).toBe(400);
    expect(bad.text).toMatch(/bad\.yml:9: .*RE2/);
    expect((await call('GET', '/rules')).text).not.toContain('bad.yml');
    const [alert] = await alerted('Mine_Rule1', 'tool onething --mode=7');
    expect(alert!.compromisedEntity).toMatch(/^win-\d+\.example\.com$/);
  }, 150_000);

  it('that correlate remember, and rules that are removed or switched off are silent', async () => {
    expect((await call('PUT', '/rules/three.yml', `${rule(3, 'threethings')}---\n${correlation}`)).status).toBe(201);
    expect((await call('PUT', '/rules/four.yml', rule(4, 'fourthings'))).status).toBe(201);
    expect((await call('DELETE', '/rules/team/one.yml')).status).toBe(204);
    expect((await call('POST', `/${idOf(4)}/disable`)).status).toBe(200);
    const before = (await alertsOf('Mine_Rule1')).length;
    const [found] = await until(
      'the correlation',
      async () => {
        const machine = `srv-${records}.example.com`;
        await send(
          platform,
          [1, 2, 3].map((mode) => started(machine, `tool threethings --mode=${mode}`)),
        );
        const alerts = await alertsOf('Mine_Correlation');
        return alerts.length > 0 ? alerts : undefined;
      },
      reloadMs,
    );
    expect(found!.compromisedEntity).toMatch(/^srv-/);
    expect(await alertsOf('Mine_Rule3')).toEqual([]);

    const last = 'last.example.com';
    await send(platform, [started(last, 'tool onething --mode=1'), started(last, 'tool fourthings --mode=1')]);
    await send(
      platform,
      [1, 2, 3].map((mode) => started(last, `tool threethings --mode=${mode}`)),
    );
    await until('the last machine', async () =>
      (await alertsOf('Mine_Correlation')).find(({ compromisedEntity }) => compromisedEntity === last),
    );
    const [one, four] = [await alertsOf('Mine_Rule1'), await alertsOf('Mine_Rule4')];
    expect([one.filter(({ compromisedEntity }) => compromisedEntity === last), four]).toEqual([[], []]);
    expect(before).toBeGreaterThan(0);
  }, 200_000);
});
