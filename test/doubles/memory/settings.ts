import { automationDocumentKey } from '../../../shared/core/documentIds';
import type {
  AutomationDocument,
  RoleAssignmentDocument,
  SubscriptionDocument,
} from '../../../shared/model/documents/settings';
import type { ProfileDocument } from '../../../shared/model/documents/profiles';
import type { RunDocument } from '../../../shared/model/documents/runs';
import type { ProfileStore } from '../../../shared/flows/ports/profiles';
import type { RunStore } from '../../../shared/flows/ports/runs';
import type { SecretStore } from '../../../shared/flows/ports/secrets';
import type { SettingStore } from '../../../shared/flows/ports/settings';
import { etagMap, page } from './etagMap';

export function memorySettings(): SettingStore {
  const automations = etagMap<AutomationDocument>();
  const assignments = new Map<string, RoleAssignmentDocument>();
  const subscriptions = new Map<string, SubscriptionDocument>();
  const keyOf = (automationId: string): string => {
    const { id, scope } = automationDocumentKey(automationId);
    return `${scope}|${id}`;
  };
  return {
    automations: async (subscriptionId) =>
      automations.values().filter(({ scope }) => scope === `/subscriptions/${subscriptionId.toLowerCase()}`),
    automation: async (automationId) => automations.get(keyOf(automationId)),
    saveAutomation: async (document) => automations.write([[keyOf(document.automation.id), document]])[0]!,
    removeAutomation: async ({ automation, _etag }) => automations.remove(keyOf(automation.id), _etag),
    roleAssignments: async (principalIds) =>
      [...assignments.values()].filter(({ principalId }) => principalIds.includes(principalId)),
    saveRoleAssignment: async (document) => void assignments.set(`${document.scope}|${document.id}`, document),
    subscriptions: async () => [...subscriptions.values()],
    saveSubscription: async (document) => void subscriptions.set(document.subscriptionId, document),
    async addSubscription(document) {
      if (!subscriptions.has(document.subscriptionId)) subscriptions.set(document.subscriptionId, document);
    },
  };
}

export function memorySecrets(): SecretStore {
  const values = new Map<string, string>();
  return {
    seal: async (id, value) => void values.set(id, value),
    open: async (id) => values.get(id),
    remove: async (id) => void values.delete(id),
  };
}

export function memoryRuns(): RunStore {
  const runs = etagMap<RunDocument>();
  const keyOf = ({ automationId, day, id }: Pick<RunDocument, 'automationId' | 'day' | 'id'>): string =>
    `${automationId}|${day}|${id}`;
  return {
    save: async (run) => void runs.put(keyOf(run), run),
    async list(automationId, { status, ...options }) {
      const found = runs.values((run) => run.automationId === automationId && (!status || run.status === status));
      const newestFirst = found.sort((a, b) => (a.at < b.at ? 1 : -1));
      return page(newestFirst, options);
    },
    get: async (automationId, day, id) => runs.get(keyOf({ automationId, day, id })),
    replace: async (run) => void runs.write([[keyOf(run), run]]),
  };
}

export function memoryProfiles(): ProfileStore {
  const profiles = etagMap<ProfileDocument>();
  const keyOf = (entityKey: string, detector: string) => `${entityKey}|${detector}`;
  return {
    load: async (entityKey, detector) => profiles.get(keyOf(entityKey, detector)),
    save: async (profile) => profiles.write([[keyOf(profile.entityKey, profile.detector), profile]])[0]!,
  };
}
