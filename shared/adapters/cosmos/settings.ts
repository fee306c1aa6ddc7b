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
import { removeVersion } from './removeVersion';
import { saveVersion } from './saveVersion';

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

    saveAutomation: (document) => saveVersion(container(), document),

    async removeAutomation(document) {
      if (!(await removeVersion(container(), document))) throw new Conflict('It is gone');
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
