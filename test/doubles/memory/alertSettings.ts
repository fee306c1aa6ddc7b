import { plansKey, suppressionRuleKey } from '../../../shared/core/documentIds';
import type { PlansDocument, SuppressionRuleDocument } from '../../../shared/model/documents/settings';
import type { AlertSettingStore } from '../../../shared/flows/ports/alertSettings';
import { etagMap } from './etagMap';

const keyOf = ({ id, scope }: { id: string; scope: string }): string => `${scope}|${id}`;

export function memoryAlertSettings(): AlertSettingStore {
  const rules = etagMap<SuppressionRuleDocument>();
  const plans = etagMap<PlansDocument>();
  return {
    of: async (subscriptionId) => ({
      rules: rules.values(({ scope }) => scope === plansKey(subscriptionId).scope),
      plans: plans.get(keyOf(plansKey(subscriptionId))),
    }),
    rule: async (subscriptionId, name) => rules.get(keyOf(suppressionRuleKey(subscriptionId, name))),
    saveRule: async (document) => rules.write([[keyOf(document), document]])[0]!,
    removeRule: async (document) => {
      if (rules.get(keyOf(document))) rules.remove(keyOf(document), document._etag);
    },
    plans: async (subscriptionId) => plans.get(keyOf(plansKey(subscriptionId))),
    savePlans: async (document) => plans.write([[keyOf(document), document]])[0]!,
  };
}
