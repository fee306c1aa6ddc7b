import { fresh } from '../../../shared/core/workspace/defaultWorkspace';
import { workspaceDocumentKey } from '../../../shared/core/documentIds';
import type { Ports } from '../../../shared/flows/ports';
import type { Workspace } from '../../../shared/model/workspace';

export const workspace = (id: string, changes: Partial<Workspace> = {}): Workspace => ({
  ...fresh(id, id, '2026-11-01T00:00:00.000Z'),
  location: 'westeurope',
  ...changes,
});

export async function storeWorkspaces({ workspaces }: Pick<Ports, 'workspaces'>, all: Workspace[]): Promise<void> {
  for (const one of all)
    await workspaces.save({ ...workspaceDocumentKey(one.id), kind: 'workspace', workspaceId: one.id, workspace: one });
}
