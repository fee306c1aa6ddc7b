import { armSecurity } from './support/armSecurity';
import { homeSubscription, newPlace, type RunningPlatform, startPlatform } from './support/platform';
import { send } from './support/send';
import { until } from './support/until';

const group = `/subscriptions/${homeSubscription}/resourceGroups/e2e`;
const nsg = `${group}/providers/Microsoft.Network/networkSecurityGroups/nsg-web`;
const machine = `${group}/providers/Microsoft.Compute/virtualMachines/web-1`;

const snapshot = (sourceAddressPrefix: string) => ({
  id: nsg,
  name: 'nsg-web',
  type: 'Microsoft.Network/networkSecurityGroups',
  location: 'westeurope',
  properties: {
    provisioningState: 'Succeeded',
    securityRules: [
      {
        name: 'ssh',
        properties: {
          protocol: 'Tcp',
          sourcePortRange: '*',
          destinationPortRange: '22',
          sourceAddressPrefix,
          destinationAddressPrefix: '*',
          access: 'Allow',
          priority: 200,
          direction: 'Inbound',
        },
      },
    ],
  },
});

/** What the activity log tells of the same change, minutes later and without a body. */
const act = () => ({
  time: new Date().toISOString(),
  resourceId: `${nsg}/securityRules/ssh`.toUpperCase(),
  operationName: 'MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/SECURITYRULES/WRITE',
  category: 'Administrative',
  resultType: 'Success',
  callerIpAddress: '198.51.100.20',
  correlationId: '00000000-0000-0000-0000-0000000000e1',
  identity: { claims: { 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': 'alice@example.com' } },
  properties: { statusCode: 'OK' },
});

const defenderAlert = (Status: string, TimeGenerated: string) => ({
  VendorName: 'Microsoft',
  ProductName: 'Azure Security Center',
  AlertType: 'VM_Example',
  AlertDisplayName: 'Something bad',
  Description: 'It happened.',
  StartTimeUtc: '2026-11-21T08:00:00.123Z',
  EndTimeUtc: '2026-11-21T08:00:05Z',
  TimeGenerated,
  Severity: 'Medium',
  Status,
  SystemAlertId: '2516000000000000000_00000000-0000-0000-0000-0000000000d1',
  Intent: 'Persistence',
  AzureResourceId: machine,
  CompromisedEntity: 'web-1',
});

interface NetworkChange {
  resourceId: string;
  caller: { name: string } | null;
  changes: { path: string; before: unknown; after: unknown }[];
  isWeakening: boolean;
  alert: string | null;
}
interface ArmAlert {
  name: string;
  alertType: string;
  severity: string;
  status: string;
  productName: string;
  vendorName: string;
}

describe('changes of the network and alerts of other products, over the hub', () => {
  let platform: RunningPlatform;
  const changes = async (): Promise<NetworkChange[]> => {
    const api = await platform.api('Reader');
    const resource = encodeURIComponent(nsg);
    return api.list<NetworkChange>(`/api/v1/subscriptions/${homeSubscription}/networkChanges?resourceId=${resource}`);
  };
  const alerts = (type: string) => async (): Promise<ArmAlert | undefined> =>
    (await armSecurity<ArmAlert>(platform, 'alerts')).find(({ alertType }) => alertType === type);

  beforeAll(async () => {
    platform = await startPlatform(await newPlace());
    await send(platform, [snapshot('203.0.113.0/24')]);
    await until('the first snapshot', async () => {
      const api = await platform.api('Reader');
      const rows = await api.list<{ id: string }>(`/api/v1/subscriptions/${homeSubscription}/inventory`);
      return rows.find(({ id }) => id.toLowerCase() === nsg.toLowerCase());
    });
    await send(platform, [act()]);
    await until('the act', async () => ((await changes()).length > 0 ? true : undefined));
    await send(platform, [snapshot('*')]);
  }, 120_000);

  afterAll(async () => {
    await platform?.stop();
  }, 30_000);

  it('one change has the act and its diff', async () => {
    const found = await until('the diff', async () => (await changes()).find((one) => one.changes.length > 0));
    expect(found).toMatchObject({
      resourceId: expect.stringMatching(new RegExp(`^${nsg}$`, 'i')),
      caller: { name: 'alice@example.com' },
      isWeakening: true,
      changes: [
        {
          path: '/properties/securityRules/ssh/properties/sourceAddressPrefix',
          before: '203.0.113.0/24',
          after: '*',
        },
      ],
    });
    expect(await changes()).toHaveLength(1);
  }, 60_000);

  it('raises one alert that names its guid', async () => {
    const alert = await until('the alert', alerts('Skywarden_NetworkFilterWeakened'));
    const [change] = await changes();
    expect(alert).toMatchObject({ severity: 'High', status: 'Active', vendorName: 'Skywarden' });
    expect(alert.name.endsWith(change!.alert!)).toBe(true);
  }, 60_000);

  it('an alert of Defender for Cloud keeps the name of its product, and is closed by it', async () => {
    await send(platform, [defenderAlert('New', '2026-11-21T08:01:00Z')]);
    const alert = await until('the alert', alerts('VM_Example'));
    expect(alert).toMatchObject({ productName: 'Azure Security Center', vendorName: 'Microsoft', status: 'Active' });
    await send(platform, [defenderAlert('Resolved', '2026-11-21T09:01:00Z')]);
    const closed = await until('the new state', async () => {
      const now = await alerts('VM_Example')();
      return now?.status === 'Resolved' ? now : undefined;
    });
    expect(closed.name).toBe(alert.name);
  }, 60_000);
});
