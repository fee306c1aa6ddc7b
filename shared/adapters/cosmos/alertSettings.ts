import { plansKey, suppressionRuleKey } from '../../core/documentIds';
import type { PlansDocument, SuppressionRuleDocument } from '../../model/documents/settings';
import type { AlertSettingStore } from '../../flows/ports/alertSettings';
import { orConflict } from './batch';
import type { Containers } from './client';
import { all } from './list';

export function alertSettingStore(containers: Containers): AlertSettingStore {
  const container = () => containers('settings');
  const point = async <T extends { id: string }>({
    id,
    scope,
  }: {
    id: string;
    scope: string;
  }): Promise<T | undefined> => (await container().item(id, scope).read<T>()).resource;
  const save = async <T extends SuppressionRuleDocument | PlansDocument>(document: T): Promise<T> => {
    const { _etag, ...rest }: SuppressionRuleDocument | PlansDocument = document;
    if (!_etag) return (await orConflict(container().items.create(rest))).resource as unknown as T;
    const accessCondition = { type: 'IfMatch', condition: _etag };
    const write = container().item(rest.id, rest.scope).replace(rest, { accessCondition });
    return (await orConflict(write)).resource as unknown as T;
  };

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
    saveRule: save,
    async removeRule({ id, scope, _etag }) {
      const options = _etag ? { accessCondition: { type: 'IfMatch', condition: _etag } } : {};
      try {
        await orConflict(container().item(id, scope).delete(options));
      } catch (error) {
        if ((error as { code?: unknown }).code !== 404) throw error;
      }
    },
    plans: (subscriptionId) => point(plansKey(subscriptionId)),
    savePlans: save,
  };
}
