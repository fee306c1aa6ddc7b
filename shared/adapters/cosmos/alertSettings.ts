import { plansKey, suppressionRuleKey } from '../../core/documentIds';
import type { PlansDocument, SuppressionRuleDocument } from '../../model/documents/settings';
import type { AlertSettingStore } from '../../flows/ports/alertSettings';
import type { Containers } from './client';
import { all } from './list';
import { removeVersion } from './removeVersion';
import { saveVersion } from './saveVersion';

export function alertSettingStore(containers: Containers): AlertSettingStore {
  const container = () => containers('settings');
  const point = async <T extends { id: string }>({
    id,
    scope,
  }: {
    id: string;
    scope: string;
  }): Promise<T | undefined> => (await container().item(id, scope).read<T>()).resource;

  return {
    async of(subscriptionId) {
      const { scope } = plansKey(subscriptionId);
      const found = await all<SuppressionRuleDocument | PlansDocument>(container(), {
        query: `SELECT * FROM c WHERE c.scope = @scope AND c.kind IN ('suppressionRule', 'plans')`,
        parameters: [{ name: '@scope', value: scope }],
        partitionKey: scope,
      });
      return {
        rules: found.filter((one) => one.kind === 'suppressionRule'),
        plans: found.find((one) => one.kind === 'plans'),
      };
    },
    rule: (subscriptionId, name) => point(suppressionRuleKey(subscriptionId, name)),
    saveRule: (document) => saveVersion(container(), document),
    removeRule: async (document) => void (await removeVersion(container(), document)),
    plans: (subscriptionId) => point(plansKey(subscriptionId)),
    savePlans: (document) => saveVersion(container(), document),
  };
}
