import type { Workspace } from '../../model/workspace';

/** Whether an automation gets what concerns a workspace: all do, unless the workspace names those that may. */
export const mayExport = (workspace: Pick<Workspace, 'exports'> | undefined, automationId: string): boolean =>
  workspace === undefined || workspace.exports === 'all' || workspace.exports.includes(automationId.toLowerCase());
