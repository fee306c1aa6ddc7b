import { alertSettingStore } from '../../../shared/adapters/cosmos/alertSettings';
import { plansKey, suppressionRuleKey } from '../../../shared/core/documentIds';
import type { AlertSettingStore } from '../../../shared/flows/ports/alertSettings';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { PlansDocument, SuppressionRuleDocument } from '../../../shared/model/documents/settings';
import { memoryAlertSettings } from '../../doubles/memory/alertSettings';
import { type CosmosForTests, startDeployedCosmos } from '../support';

jest.setTimeout(30_000);
let cosmos: CosmosForTests;
beforeAll(async () => {
  cosmos = await startDeployedCosmos();
});
afterAll(() => cosmos.stop());

const [one, other] = ['00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002'];
const rule = (subscriptionId: string, name: string): SuppressionRuleDocument => ({
  kind: 'suppressionRule',
  ...suppressionRuleKey(subscriptionId, name),
  workspaceId: 'w',
  rule: {
    name,
    alertType: '*',
    reason: 'Noise',
    state: 'Enabled',
    expirationDateUtc: null,
    lastModifiedUtc: '2026-11-21T08:00:00.000Z',
    allOf: null,
  },
});
const plans = (subscriptionId: string): PlansDocument => ({
  kind: 'plans',
  ...plansKey(subscriptionId),
  workspaceId: 'w',
  plans: { Dns: { pricingTier: 'Free' } },
});

/** The store of the deployment and its double keep the same promises. */
describe.each<[string, () => AlertSettingStore]>([
  ['Cosmos', () => alertSettingStore(cosmos.containers)],
  ['memory', memoryAlertSettings],
])('alert settings in %s', (_name, open) => {
  let store: AlertSettingStore;
  beforeAll(() => {
    store = open();
  });

  test('of one subscription are one read', async () => {
    await store.saveRule(rule(one, 'Quiet'));
    await store.saveRule(rule(other, 'quiet'));
    await store.savePlans(plans(one));
    const found = await store.of(one);
    expect(found.rules.map(({ rule: { name } }) => name)).toEqual(['Quiet']);
    expect(found.plans?.plans).toEqual({ Dns: { pricingTier: 'Free' } });
    expect((await store.of(other)).plans).toBeUndefined();
  });

  test('are found whatever the case of a name', async () => {
    expect((await store.rule(one, 'QUIET'))?.rule.name).toBe('Quiet');
    expect(await store.rule(one, 'loud')).toBeUndefined();
  });

  test('are not written over what somebody else wrote', async () => {
    const read = (await store.plans(one))!;
    await store.savePlans(read);
    await expect(store.savePlans(read)).rejects.toThrow(Conflict);
    await expect(store.savePlans(plans(one))).rejects.toThrow(Conflict);
    await expect(store.saveRule(rule(one, 'quiet'))).rejects.toThrow(Conflict);
  });

  test('go in the version that was read, and may be gone already', async () => {
    const read = (await store.rule(one, 'quiet'))!;
    const moved = await store.saveRule(read);
    await expect(store.removeRule(read)).rejects.toThrow(Conflict);
    await store.removeRule(moved);
    await store.removeRule(moved);
    expect((await store.of(one)).rules).toEqual([]);
  });
});
