import {
  assignedPrincipals,
  type PrincipalFacts,
  principalResource,
  principalSource,
} from '../../core/posture/inventory/principalResources';
import { inventoryKey, partitionOf } from '../../core/documentIds';
import { parseResourceId } from '../../model/resourceId';
import { Rejected } from '../../model/rejected';
import { eachOf } from '../eachOf';
import type { Ports } from '../ports';
import type { DirectoryEntry } from '../ports/inventory';
import { Throttled } from '../ports/portErrors';
import type { WorkMessage } from '../ports/queues';
import { type Home, saveSnapshots } from '../saveSnapshots';
import { untilSaved } from '../untilSaved';
import { removeResource } from './removeResource';

const width = 4;

type PrincipalPorts = Pick<Ports, 'now' | 'directory' | 'inventory' | 'resources' | 'settings' | 'work' | 'log'>;

/** Reads who has roles in a subscription. Without permission for a kind of fact it is left out and the reason is noted. */
export async function readPrincipals(
  ports: PrincipalPorts,
  home: Home,
  message: Extract<WorkMessage, { kind: 'inventoryPrincipals' }>,
): Promise<{ principals: number; refused: string[] } | { outcome: 'throttled' }> {
  const { subscriptionId } = message;
  const observedAt = ports.now().toISOString();
  const stored = await ports.resources.load(partitionOf(`/subscriptions/${subscriptionId}`));
  const refused = new Map<string, string>();
  try {
    const assigned = assignedPrincipals(stored.map(({ resource }) => resource));
    const facts = await factsOf(ports, assigned, refused);
    const snapshots = facts.map((one) => ({
      resource: principalResource(subscriptionId, one, observedAt),
      observedAt,
      source: principalSource,
    }));
    await saveSnapshots(ports, home, snapshots);
    const seen = new Set(snapshots.map(({ resource }) => parseResourceId(resource.id).id));
    // Members of a group that could not be read are not gone.
    const gone = stored.filter(
      ({ source, resourceId }) => source === principalSource && !seen.has(parseResourceId(resourceId).id),
    );
    if (!refused.has('group members'))
      for (const { resourceId } of gone) await removeResource(ports, resourceId, observedAt);
    await note(ports, home, subscriptionId, refused);
    return { principals: facts.length, refused: [...refused.keys()] };
  } catch (error) {
    if (!(error instanceof Throttled)) throw error;
    await ports.work.send(message, error.retryAfterSeconds);
    return { outcome: 'throttled' };
  }
}

async function factsOf(
  ports: PrincipalPorts,
  assigned: ReadonlyMap<string, ReadonlySet<string>>,
  refused: Map<string, string>,
): Promise<PrincipalFacts[]> {
  const ids = (kind: string): string[] => [...(assigned.get(kind) ?? [])];
  const { directory } = ports;
  const found = new Map<string, PrincipalFacts>();
  const add = ({ id, ...facts }: DirectoryEntry | PrincipalFacts) => {
    const key = id.toLowerCase();
    found.set(key, { ...found.get(key), ...facts, id: key });
  };
  for (const kind of ['User', 'ServicePrincipal', 'Group'] as const)
    for (const id of ids(kind)) add({ id, principalType: kind });
  const told = async (subject: string, ask: () => Promise<DirectoryEntry[]>): Promise<DirectoryEntry[]> =>
    (await permitted(subject, refused, ask)) ?? [];
  for (const one of await told('users', () => directory.users(ids('User')))) add(one);
  for (const one of await told('service principals', () => directory.servicePrincipals(ids('ServicePrincipal'))))
    add(one);
  for (const one of await told('groups', () => directory.groups(ids('Group')))) add(one);
  await eachOf(ids('Group'), width, async (groupId) => {
    const members = await permitted('group members', refused, () => directory.usersOf(groupId));
    if (!members) return;
    add({ id: groupId, principalType: 'Group', membersRead: true });
    for (const member of members) {
      const known = found.get(member.id.toLowerCase())?.memberOf ?? [];
      add({ ...member, memberOf: [...new Set([...known, groupId])] });
    }
  });
  const users = [...found.values()].filter((one) => one.principalType === 'User');
  if (users.length === 0) return [...found.values()];
  const registrations = await permitted('registered methods', refused, () => directory.mfaRegistrations());
  for (const user of users) {
    const mfaRegistered = registrations?.get(user.id);
    if (mfaRegistered !== undefined) add({ ...user, mfaRegistered });
  }
  return [...found.values()];
}

/** Undefined where the app may not ask. */
async function permitted<T>(
  subject: string,
  refused: Map<string, string>,
  ask: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    refused.set(subject, error.message);
    return undefined;
  }
}

async function note(
  ports: PrincipalPorts,
  home: Home,
  subscriptionId: string,
  refused: ReadonlyMap<string, string>,
): Promise<void> {
  const at = ports.now().toISOString();
  for (const [subject, message] of refused)
    ports.log.warn('Facts about principals are left out', { subscriptionId, subject, reason: message });
  await untilSaved(async () => {
    const found = await ports.inventory.find(subscriptionId);
    const document = found ?? {
      kind: 'inventory' as const,
      ...inventoryKey(subscriptionId),
      workspaceId: home.workspaceId,
      inventory: { subscriptionId, tables: {}, notes: {} },
    };
    const others = Object.entries(document.inventory.notes).filter(([subject]) => !subject.startsWith('principals/'));
    const notes = [...refused].map(([subject, message]) => [`principals/${subject}`, { at, message }] as const);
    const next = Object.fromEntries([...others, ...notes]);
    if (Object.keys(next).join('|') === Object.keys(document.inventory.notes).join('|')) return;
    await ports.inventory.save({ ...document, inventory: { ...document.inventory, notes: next } });
  });
}
