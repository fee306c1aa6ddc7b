import type { RoleAssignmentDocument, SubscriptionDocument } from '../model/documents/settings';
import type { Ports } from '../flows/ports';
import type { Principal } from './authentication';

/** What decides about a principal: their role assignments and the subscriptions there are. */
export interface Grants {
  assignments: RoleAssignmentDocument[];
  subscriptions: SubscriptionDocument[];
}

const keepMilliseconds = 5_000;
const maxKept = 1_000;

/** Reads grants, keeping them for five seconds: a withdrawn role ends within that time. Failures are not kept. */
export function createGrantReader(ports: Pick<Ports, 'settings' | 'now'>): (principal: Principal) => Promise<Grants> {
  const kept = new Map<string, { until: number; grants: Promise<Grants> }>();

  const read = async (ids: string[]): Promise<Grants> => {
    const [assignments, subscriptions] = await Promise.all([
      ports.settings.roleAssignments(ids),
      ports.settings.subscriptions(),
    ]);
    return { assignments, subscriptions };
  };

  return (principal) => {
    const ids = [principal.oid, ...principal.groups];
    const key = ids.join(' ');
    const now = ports.now().getTime();
    const found = kept.get(key);
    if (found && found.until > now) return found.grants;
    const grants = read(ids);
    kept.delete(key);
    kept.set(key, { until: now + keepMilliseconds, grants });
    grants.catch(() => kept.delete(key));
    if (kept.size > maxKept) kept.delete(kept.keys().next().value!);
    return grants;
  };
}
