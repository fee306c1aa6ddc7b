import type { SettingStore } from '../flows/ports/settings';
import type { SubscriptionDocument } from '../model/documents/settings';
import type { TelemetryEvent } from '../model/telemetryEvent';
import type { Caller } from './access';
import { workspaceScope } from './workspaces';

/**
 * Which events of a workspace a caller may see: all of them with a role on the workspace or the tenant, and all of the home default
 * workspace with one that reads every subscription there is; else those of resources within the caller's scopes. An event that
 * names no resource is for the former only.
 */
export async function eventReader(
  settings: Pick<SettingStore, 'subscriptions'>,
  caller: Caller,
  workspaceId: string,
  homeWorkspaceId: string,
): Promise<(event: TelemetryEvent) => boolean> {
  if (caller.may('read', workspaceScope(workspaceId))) return () => true;
  const subscriptions = workspaceId === homeWorkspaceId ? await settings.subscriptions() : [];
  const reads = ({ subscriptionId }: SubscriptionDocument) => caller.may('read', `/subscriptions/${subscriptionId}`);
  if (subscriptions.length > 0 && subscriptions.every(reads)) return () => true;
  const known = new Map<string, boolean>();
  return ({ resourceId }) => {
    const found = known.get(resourceId);
    if (found !== undefined) return found;
    const may = /^\/subscriptions\//i.test(resourceId) && caller.may('read', resourceId);
    if (known.size < maxKnown) known.set(resourceId, may);
    return may;
  };
}

const maxKnown = 10_000;
