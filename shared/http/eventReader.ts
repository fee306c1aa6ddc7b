import type { SettingStore } from '../flows/ports';
import type { TelemetryEvent } from '../model/telemetryEvent';
import type { Caller } from './access';

/**
 * Which events of a workspace a caller may see: all of them with a role that reads the tenant or every subscription of the
 * workspace, else those of resources within the caller's scopes. An event that names no resource is for the former only.
 */
export async function eventReader(
  settings: Pick<SettingStore, 'subscriptions'>,
  caller: Caller,
  workspaceId: string,
): Promise<(event: TelemetryEvent) => boolean> {
  const own = (await settings.subscriptions()).filter((one) => one.workspaceId === workspaceId);
  const all = own.length > 0 && own.every((one) => caller.may('read', `/subscriptions/${one.subscriptionId}`));
  if (all || caller.may('read', '/')) return () => true;
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
