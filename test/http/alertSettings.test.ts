import { openApi, type Api } from './support/api';
import { runClient } from './support/runClient';
import { subscription, subscriptionId } from './support/samples';

type Done = Record<string, Record<string, unknown> & Record<string, unknown>[]>;

let api: Api & { close(): void };
let done: Done;

beforeAll(async () => {
  api = await openApi();
  const token = await api.tokenOf('Owner', subscription);
  done = await runClient<Done>(api, 'alertSettingsClient.cjs', { token, subscriptionId });
}, 60_000);
afterAll(() => api.close());

describe('the unmodified @azure/arm-security', () => {
  it('creates, replaces, lists and deletes suppression rules', () => {
    expect(done['missingRule']).toEqual({ failed: 404, code: 'ResourceNotFound' });
    expect(done['createRule']).toMatchObject({
      id: `${subscription}/providers/Microsoft.Security/alertsSuppressionRules/dismissIpAnomalyAlerts`,
      type: 'Microsoft.Security/alertsSuppressionRules',
      alertType: 'IpAnomaly',
      state: 'Enabled',
      reason: 'FalsePositive',
      comment: 'Test VM',
      expirationDateUtc: '2030-12-01T19:50:47.083Z',
      suppressionAlertsScope: {
        allOf: [
          { field: 'entities.ip.address', in: ['203.0.113.195', '203.0.113.56'] },
          { field: 'entities.process.commandline', contains: 'POWERSHELL.EXE' },
        ],
      },
    });
    expect(Date.parse(String(done['createRule']!['lastModifiedUtc']))).toBeGreaterThan(0);
    expect(done['rule']).toMatchObject({ state: 'Disabled' });
    expect(done['rules']).toHaveLength(2);
    expect(done['rulesOfType']).toHaveLength(1);
    expect([done['deleteRule'], done['deleteAgain']]).toEqual([{}, {}]);
  });

  it('reads plans and switches them, whatever case it writes', () => {
    const plans = done['plans'] as unknown as { value: { name: string; pricingTier: string }[] };
    expect(plans.value).toHaveLength(16);
    expect(plans.value.every(({ pricingTier }) => pricingTier === 'Standard')).toBe(true);
    expect(done['plan']).toMatchObject({
      name: 'VirtualMachines',
      pricingTier: 'Free',
      freeTrialRemainingTime: 'PT0S',
    });
    expect(done['switchOn']).toMatchObject({ pricingTier: 'Standard', subPlan: 'P1', freeTrialRemainingTime: 'P30D' });
    expect(done['wrongSubPlan']).toEqual({ failed: 400, code: 'InvalidSubPlan' });
    expect(done['wrongTier']).toEqual({ failed: 400, code: 'InvalidRequestContent' });
    expect(done['missingPlan']).toEqual({ failed: 404, code: 'ResourceNotFound' });
  });

  it('raises five sample alerts of each bundle', () => {
    expect(done['simulate']).toEqual({});
    const names = done['samples']!.map(({ alertDisplayName }) => String(alertDisplayName));
    expect(names).toHaveLength(10);
    expect(names.every((name) => name.startsWith('[SAMPLE ALERT] '))).toBe(true);
    expect(done['wrongBundle']).toEqual({ failed: 400, code: 'InvalidRequestContent' });
  });
});
