import { settingStore } from '../../../shared/adapters/cosmos/settings';
import { alertSettingStore } from '../../../shared/adapters/cosmos/alertSettings';
import { automationDocumentKey, suppressionRuleKey } from '../../../shared/core/documentIds';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { AutomationDocument, SuppressionRuleDocument } from '../../../shared/model/documents/settings';
import { type CosmosForTests, startDeployedCosmos } from '../support';

let cosmos: CosmosForTests;
beforeAll(async () => void (cosmos = await startDeployedCosmos()));
afterAll(() => cosmos.stop());

const subscriptionId = '00000000-0000-0000-0000-000000000001';
const automationId = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.Security/automations/a`;

test('whoever removes or replaces what is gone meanwhile has lost', async () => {
  const store = settingStore(cosmos.containers);
  const saved = await store.saveAutomation({
    kind: 'automation',
    ...automationDocumentKey(automationId),
    workspaceId: 'default',
    automation: { id: automationId },
  } as AutomationDocument);
  await store.removeAutomation(saved);
  await expect(store.removeAutomation(saved)).rejects.toBeInstanceOf(Conflict);
  await expect(store.saveAutomation(saved)).rejects.toBeInstanceOf(Conflict);
});

test('a rule that is gone already need not be removed, and one in another version is not', async () => {
  const store = alertSettingStore(cosmos.containers);
  const saved = await store.saveRule({
    kind: 'suppressionRule',
    ...suppressionRuleKey(subscriptionId, 'r'),
    workspaceId: 'default',
    rule: { name: 'r' },
  } as SuppressionRuleDocument);
  const newer = await store.saveRule(saved);
  await expect(store.removeRule(saved)).rejects.toBeInstanceOf(Conflict);
  await store.removeRule(newer);
  await store.removeRule(newer);
  expect(await store.rule(subscriptionId, 'r')).toBeUndefined();
});
