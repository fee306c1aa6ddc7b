import type { WorkspaceScope } from '../../model/workspace';

export interface WantedScope {
  scope: string;
  /** Machines that are known already move too. */
  existing: boolean;
}

/** Messages stay in the hub for 7 days: what comes again must find the assignment of its time. */
const rememberedMs = 8 * 24 * 3_600_000;

/**
 * Scopes of a workspace after a change that takes effect at `effective` (ISO): kept ones stay as they are, others begin or end
 * then, and those that ended long ago are forgotten.
 */
export function changeScopes(
  stored: readonly WorkspaceScope[],
  wanted: readonly WantedScope[],
  effective: string,
): WorkspaceScope[] {
  const asked = new Map(wanted.map(({ scope, existing }) => [scope.toLowerCase().replace(/\/+$/, ''), existing]));
  const oldest = new Date(Date.parse(effective) - rememberedMs).toISOString();
  const former = stored
    .filter(({ until }) => until === undefined || until > oldest)
    .map((one): WorkspaceScope => {
      const stays = one.until !== undefined || asked.get(one.scope) === one.existing;
      return stays ? one : { ...one, until: effective };
    });
  const running = new Set(former.filter(({ until }) => until === undefined).map(({ scope }) => scope));
  const added = [...asked].filter(([scope]) => !running.has(scope));
  return [...former, ...added.map(([scope, existing]): WorkspaceScope => ({ scope, since: effective, existing }))];
}
