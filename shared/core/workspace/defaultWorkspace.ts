import type { Workspace } from '../../model/workspace';
import { defaultRegion, geographyOf } from './geography';

/** Where Skywarden is deployed. */
export interface HomePlace {
  subscriptionId: string;
  location: string;
  /** Id of the home default workspace: what came before there were others is kept under it. */
  workspaceId: string;
}

/** All of a deployment, default ones among them: every batch looks through them. */
export const maxWorkspaces = 500;

export const retentionDefaults = { hotDays: 3, retentionDays: 31, keepAllSources: false } as const;

/** `DefaultWorkspace-{subscriptionId}-{code}`; undefined for a location without a geography. */
export function defaultWorkspaceName(subscriptionId: string, location: string): string | undefined {
  const geography = geographyOf(location);
  return geography && `DefaultWorkspace-${subscriptionId}-${defaultRegion[geography].code}`;
}

/** What holds for the home default workspace while nobody has changed it. */
export const homeWorkspace = ({ subscriptionId, location, workspaceId }: HomePlace): Workspace => ({
  ...fresh(workspaceId, defaultWorkspaceName(subscriptionId, location) ?? `DefaultWorkspace-${subscriptionId}`, ''),
  location,
  defaultOf: subscriptionId.toLowerCase(),
});

/**
 * The default workspace of a machine: that of its subscription in its geography. The home default one where that is the same,
 * where the machine's location tells no geography, and always when home has none, as on one machine.
 */
export function defaultWorkspaceOf(home: HomePlace, subscriptionId: string, location: string, now: string): Workspace {
  const geography = geographyOf(location);
  const name = defaultWorkspaceName(subscriptionId, location);
  const atHome = defaultWorkspaceName(home.subscriptionId, home.location);
  if (!geography || !name || !atHome || name.toLowerCase() === atHome.toLowerCase()) return homeWorkspace(home);
  return {
    ...fresh(name.toLowerCase(), name, now),
    location: defaultRegion[geography].region,
    defaultOf: subscriptionId.toLowerCase(),
  };
}

export const fresh = (id: string, name: string, now: string): Omit<Workspace, 'location'> => ({
  id,
  name,
  ...retentionDefaults,
  exports: 'all',
  scopes: [],
  createdAt: now,
  updatedAt: now,
});
