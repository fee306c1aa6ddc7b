import type { AlertDocument, AutomationDocument, FindingDocument, JudgementDocument, ResourceDocument, RoleAssignmentDocument, ScoreChangeDocument, ScoreDocument, Stored, SubscriptionDocument } from '../../../shared/model/documents';
import { isWithin } from '../../../shared/model/resourceId';
import { Conflict, type Listed, type ListOptions, type Ports } from '../../../shared/flows/ports';

/** What the API reads and writes, in memory: the parts of Ports that it uses, over plain arrays. */
export interface Held {
  resources: ResourceDocument[];
  findings: Map<string, FindingDocument>;
  automations: Map<string, AutomationDocument>;
  assignments: RoleAssignmentDocument[];
  subscriptions: SubscriptionDocument[];
  secrets: Map<string, string>;
  log: string[];
  clock: { now: Date };
}

const newHeld = (): Held => ({
  resources: [],
  findings: new Map(),
  automations: new Map(),
  assignments: [],
  subscriptions: [],
  secrets: new Map(),
  log: [],
  clock: { now: new Date() },
});

function listed<T>(all: T[], { top, continuation }: ListOptions): Listed<T> {
  const start = Number(continuation ?? 0);
  const items = all.slice(start, start + top);
  return { items, ...(start + top < all.length && { continuation: String(start + top) }) };
}

let version = 0;

/** Stores under optimistic concurrency, as Cosmos does. */
function put<T extends Stored>(into: Map<string, T>, key: string, document: T): T {
  if (into.get(key)?._etag !== document._etag) throw new Conflict(`${key} is there in another version`);
  const stored = { ...structuredClone(document), _etag: `v${(version += 1)}` };
  into.set(key, stored);
  return stored;
}

export function apiPorts(held: Held = newHeld()): { ports: Ports; held: Held } {
  const keyOf = ({ subscriptionId, rootId, id }: FindingDocument): string => `${subscriptionId}|${rootId}|${id}`;
  const of = <T extends FindingDocument>(kind: T['kind'], subscriptionId?: string): T[] =>
    [...held.findings.values()].filter(
      (one): one is T => one.kind === kind && (subscriptionId === undefined || one.subscriptionId === subscriptionId.toLowerCase()),
    );
  const ports: Pick<Ports, 'now' | 'resources' | 'findings' | 'settings' | 'secrets' | 'log'> = {
    now: () => held.clock.now,
    log: {
      info: (message, facts) => void held.log.push(`info ${message} ${JSON.stringify(facts)}`),
      warn: (message, facts) => void held.log.push(`warn ${message} ${JSON.stringify(facts)}`),
    },
    resources: {
      load: async (partition) => held.resources.filter(({ rootId }) => rootId === partition.rootId),
      get: async (id) => held.resources.find(({ resourceId }) => resourceId.toLowerCase() === id.toLowerCase()),
      save: async () => 'stored',
      list: async ({ scope, type }, options) =>
        listed(
          held.resources.filter((one) => isWithin(one.resourceId, scope) && (!type || one.type === type.toLowerCase())),
          options,
        ),
      roots: async () => ({ items: [] }),
    },
    findings: {
      judgement: async (_partition, id) =>
        of<JudgementDocument>('judgement').find(({ resourceId }) => resourceId.toLowerCase() === id.toLowerCase()),
      judgements: async (scope, options) =>
        listed(of<JudgementDocument>('judgement').filter(({ resourceId }) => isWithin(resourceId, scope)), options),
      alert: async (subscriptionId, guid) =>
        structuredClone(of<AlertDocument>('alert', subscriptionId).find(({ alert }) => alert.guid === guid)),
      alerts: async ({ scope, location }, options) =>
        listed(
          of<AlertDocument>('alert')
            .filter(({ resourceId, alert }) => isWithin(resourceId, scope) && (!location || alert.location === location.toLowerCase()))
            .sort((a, b) => (a.alert.name < b.alert.name ? -1 : 1)),
          options,
        ),
      score: async (subscriptionId) => of<ScoreDocument>('score', subscriptionId)[0],
      scoreChanges: async (subscriptionId, options) => listed(of<ScoreChangeDocument>('scoreChange', subscriptionId), options),
      outbox: async () => undefined,
      save: async (documents) => {
        for (const document of documents)
          if (held.findings.get(keyOf(document))?._etag !== document._etag) throw new Conflict('findings');
        for (const document of documents) put(held.findings, keyOf(document), document);
      },
      remove: async () => undefined,
    },
    settings: {
      automations: async (subscriptionId) =>
        [...held.automations.values()].filter(({ scope }) => scope === `/subscriptions/${subscriptionId.toLowerCase()}`),
      automation: async (id) => structuredClone(held.automations.get(id.toLowerCase())),
      saveAutomation: async (document) => put(held.automations, document.automation.id.toLowerCase(), document),
      removeAutomation: async ({ automation, _etag }) => {
        if (held.automations.get(automation.id.toLowerCase())?._etag !== _etag) throw new Conflict('automation');
        held.automations.delete(automation.id.toLowerCase());
      },
      roleAssignments: async (ids) => held.assignments.filter(({ principalId }) => ids.includes(principalId)),
      saveRoleAssignment: async (document) => void held.assignments.push(document),
      subscriptions: async () => held.subscriptions,
      addSubscription: async (document) => void held.subscriptions.push(document),
    },
    secrets: {
      seal: async (id, value) => void held.secrets.set(id, value),
      open: async (id) => held.secrets.get(id),
      remove: async (id) => void held.secrets.delete(id),
    },
  };
  return { ports: ports as Ports, held };
}
