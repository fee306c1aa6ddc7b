import { armSecurity } from './support/armSecurity';
import { type ExportReader, readExport } from './support/exportHub';
import { type Listener, startListener } from './support/listener';
import { homeSubscription, newPlace, type Place, type RunningPlatform, startPlatform } from './support/platform';
import { send } from './support/send';
import { until } from './support/until';

const group = `/subscriptions/${homeSubscription}/resourceGroups/e2e`;
const machine = `${group}/providers/Microsoft.HybridCompute/machines/web-1`;

/** A program copied to the name that Defender for Cloud documents for its Linux test alert, as auditd writes it. */
const testAlert = {
  skywarden: 'audit/1',
  resourceId: machine,
  hostName: 'web-1',
  time: '2026-11-21T09:00:01.000Z',
  body: {
    lines: [
      'type=SYSCALL msg=audit(1795251601.155:4711): arch=c000003e syscall=59 success=yes exit=0 a0=1 a1=2 a2=3 a3=4 items=2 ppid=900 pid=901 auid=1000 uid=1000 gid=1000 euid=1000 tty=pts0 ses=3 comm="asc_alerttest_6" exe="/tmp/asc_alerttest_662jfi039n" key=(null)',
      'type=EXECVE msg=audit(1795251601.155:4711): argc=4 a0="./asc_alerttest_662jfi039n" a1="testing" a2="eicar" a3="pipe"',
      'type=CWD msg=audit(1795251601.155:4711): cwd="/tmp"',
      'type=PROCTITLE msg=audit(1795251601.155:4711): proctitle="./asc_alerttest_662jfi039n"',
    ],
  },
};

interface ArmAlert {
  name: string;
  alertType: string;
  severity: string;
  status: string;
  intent: string;
  compromisedEntity: string;
}

describe('a test alert on a Linux machine', () => {
  let place: Place;
  let platform: RunningPlatform;
  let listener: Listener;
  let siem: ExportReader;
  let alert: ArmAlert;

  beforeAll(async () => {
    place = await newPlace();
    platform = await startPlatform(place);
    listener = await startListener();
    siem = await readExport(place, platform);
    const api = await platform.api();
    await api.put(`${group}/providers/Microsoft.Security/automations/toWorkflow?api-version=2019-01-01-preview`, {
      location: 'local',
      properties: {
        scopes: [{ scopePath: group }],
        sources: [
          {
            eventSource: 'Alerts',
            ruleSets: [
              {
                rules: [
                  { propertyJPath: 'Severity', propertyType: 'string', expectedValue: 'high', operator: 'Equals' },
                ],
              },
            ],
          },
        ],
        actions: [
          {
            actionType: 'LogicApp',
            logicAppResourceId: `${group}/providers/Microsoft.Logic/workflows/w1`,
            uri: listener.url,
          },
        ],
      },
    });
    listener.answers.push(503);
    await send(platform, [testAlert, testAlert]);
    alert = await until('the alert', async () => (await armSecurity<ArmAlert>(platform, 'alerts'))[0]);
  }, 120_000);

  afterAll(async () => {
    await siem?.close();
    await listener?.close();
    await platform?.stop();
  }, 30_000);

  it('is read through the unmodified @azure/arm-security over TLS', () => {
    expect(alert).toMatchObject({
      alertType: 'VM_EICAR',
      severity: 'High',
      status: 'Active',
      intent: 'Execution',
      compromisedEntity: 'web-1',
    });
  });

  it('reaches the export hub in the documented shape, once', async () => {
    await until('the exported alert', async () => siem.events.find((event) => event['SystemAlertId'] === alert.name));
    const exported = siem.events.filter((event) => event['SystemAlertId'] === alert.name);
    expect(exported).toHaveLength(1);
    expect(exported[0]).toMatchObject({
      AlertType: 'VM_EICAR',
      Severity: 'High',
      Status: 'New',
      Version: '3.0',
      CompromisedEntity: 'web-1',
      AzureResourceId: machine,
    });
  }, 60_000);

  it('is posted to the workflow again after a 503, with the same delivery id and a signature', async () => {
    await until('the second POST', async () => (listener.received.length >= 2 ? true : undefined));
    const [first, second] = listener.received;
    expect(second!.body['SystemAlertId']).toBe(alert.name);
    expect(second!.headers['x-skywarden-delivery']).toBe(first!.headers['x-skywarden-delivery']);
    expect(second!.headers['x-skywarden-signature']).toMatch(/^sha256=[0-9a-f]{64}$/);
  }, 60_000);

  it('is not raised again when its records are sent again', async () => {
    await send(platform, [testAlert]);
    await until('the duplicate', async () => (/"duplicates":1/.test(await hostLog(place)) ? true : undefined));
    expect(await armSecurity<ArmAlert>(platform, 'alerts')).toHaveLength(1);
  }, 60_000);

  it('is refused to a client without a valid token', async () => {
    await expect(armSecurity(platform, 'alerts', 'not-a-token')).rejects.toThrow(/401/);
  });
});

async function hostLog({ data }: Place): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(`${data}/host.log`, 'utf8');
}
