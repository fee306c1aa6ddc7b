import { workspaceDocumentKey } from '../core/documentIds';
import { fresh, maxWorkspaces } from '../core/workspace/defaultWorkspace';
import { changeScopes, type WantedScope } from '../core/workspace/changeScopes';
import type { WorkspaceDocument } from '../model/documents/settings';
import { Rejected } from '../model/rejected';
import type { Workspace } from '../model/workspace';
import { eachOf } from './eachOf';
import type { Ports } from './ports';
import { assignmentDelayMs } from './workspaceDirectory';

/** What a change may set; members that are absent stay as they are. */
export interface WorkspaceChange {
  location?: string | undefined;
  hotDays?: number | undefined;
  retentionDays?: number | undefined;
  keepAllSources?: boolean | undefined;
  exports?: Workspace['exports'] | undefined;
  scopes?: WantedScope[] | undefined;
}

/** As Log Analytics has it; names of default workspaces are given by Skywarden. */
const namePattern = /^(?!defaultworkspace-)[a-z\d][a-z\d-]{2,61}[a-z\d]$/i;
/** What is under way when a workspace is deleted has been written by then. */
const deletionDelaySeconds = 300;

/**
 * Creates or changes a workspace. `base` is what there is: stored, or the defaults of the home workspace. Throws Rejected for settings
 * that do not go together, Conflict when somebody was faster.
 */
export async function saveWorkspace(
  ports: Pick<Ports, 'workspaces' | 'now'>,
  { base, stored, name, location }: { base?: Workspace; stored?: WorkspaceDocument; name: string; location: string },
  change: WorkspaceChange,
): Promise<WorkspaceDocument> {
  const now = ports.now();
  const effective = new Date(now.getTime() + assignmentDelayMs).toISOString();
  const before = base ?? (await newWorkspace(ports, name, location, now.toISOString()));
  const given = Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  ) as WorkspaceChange;
  const workspace: Workspace = {
    ...before,
    ...(given as Partial<Workspace>),
    scopes: change.scopes ? changeScopes(before.scopes, change.scopes, effective) : before.scopes,
    createdAt: before.createdAt || now.toISOString(),
    updatedAt: now.toISOString(),
  };
  if (workspace.retentionDays < workspace.hotDays)
    throw new Rejected(
      'RetentionTooShort',
      'retentionDays counts the days in hot storage too: it must not be below hotDays.',
    );
  return ports.workspaces.save({
    ...workspaceDocumentKey(workspace.id),
    kind: 'workspace',
    workspaceId: workspace.id,
    workspace,
    ...(stored?._etag && { _etag: stored._etag }),
  });
}

async function newWorkspace(
  { workspaces }: Pick<Ports, 'workspaces'>,
  name: string,
  location: string,
  now: string,
): Promise<Workspace> {
  if (!namePattern.test(name) || name.toLowerCase() === 'default')
    throw new Rejected(
      'InvalidWorkspaceName',
      'A workspace has a name of 4 to 63 letters, digits and hyphens, which begins and ends with a letter or digit and is not that of a default workspace.',
    );
  if ((await workspaces.list()).length >= maxWorkspaces)
    throw new Rejected(
      'TooManyWorkspaces',
      `There are ${maxWorkspaces} workspaces at most: remove those that are not used.`,
    );
  return { ...fresh(name.toLowerCase(), name, now), location };
}

/**
 * Deletes a workspace with its keys and its archive; its pages in hot storage end with their time to live, and nobody finds them any
 * more. What was assigned to it goes to its default workspace again.
 */
export async function removeWorkspace(
  ports: Pick<Ports, 'workspaces' | 'ingestKeys' | 'secrets' | 'work'>,
  document: WorkspaceDocument,
): Promise<void> {
  const workspaceId = document.workspace.id;
  const keys = await ports.ingestKeys.list(workspaceId);
  await eachOf(keys, 8, async (key) => {
    await ports.ingestKeys.remove(key);
    for (const version of [key.primary, key.secondary]) if (version) await ports.secrets.remove(version.secretId);
  });
  await ports.workspaces.remove(document);
  await ports.work.send({ kind: 'expireArchive', workspaceId, all: true }, deletionDelaySeconds);
}
