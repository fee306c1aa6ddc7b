import type {
  AutomationDocument,
  RoleAssignmentDocument,
  SettingDocument,
  SubscriptionDocument,
} from '../../model/documents/settings';
import { automationDocumentKey } from '../../core/documentIds';
import { Conflict } from '../../flows/ports/portErrors';
import type { SettingStore } from '../../flows/ports/settings';
import { orConflict } from './batch';
import type { Containers } from './client';
import { all } from './list';

export function settingStore(containers: Containers): SettingStore {
  const container = () => containers('settings');
  const upsert = async (document: SettingDocument) => void (await container().items.upsert(document));

  return {
    automations: (subscriptionId) => {
      const scope = `/subscriptions/${subscriptionId.toLowerCase()}`;
      return all<AutomationDocument>(container(), {
        query: `SELECT * FROM c WHERE c.scope = @scope AND c.kind = 'automation'`,
        parameters: [{ name: '@scope', value: scope }],
        partitionKey: scope,
      });
    },

    async automation(automationId) {
      const { id, scope } = automationDocumentKey(automationId);
      return (await container().item(id, scope).read<AutomationDocument>()).resource;
    },

    async saveAutomation({ _etag, ...document }) {
      if (!_etag)
        return (await orConflict(container().items.create(document))).resource as unknown as AutomationDocument;
      const accessCondition = { type: 'IfMatch', condition: _etag };
      const write = container().item(document.id, document.scope).replace(document, { accessCondition });
      return (await orConflict(write)).resource as unknown as AutomationDocument;
    },

    async removeAutomation({ id, scope, _etag }) {
      const options = _etag ? { accessCondition: { type: 'IfMatch', condition: _etag } } : {};
      await orConflict(container().item(id, scope).delete(options));
    },

    roleAssignments: (principalIds) =>
      all<RoleAssignmentDocument>(container(), {
        query: `SELECT * FROM c WHERE c.kind = 'roleAssignment' AND ARRAY_CONTAINS(@principals, c.principalId)`,
        parameters: [{ name: '@principals', value: principalIds }],
      }),

    saveRoleAssignment: upsert,

    subscriptions: () =>
      all<SubscriptionDocument>(container(), {
        query: `SELECT * FROM c WHERE c.kind = 'subscription'`,
        parameters: [],
      }),

    saveSubscription: upsert,

    async addSubscription(document) {
      try {
        await orConflict(container().items.create(document));
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
      }
    },
  };
}
