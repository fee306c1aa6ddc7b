import { randomBytes } from 'node:crypto';
import { keyBytes } from '../core/ingest/door/workspaceKey';
import type { KeyMaker } from '../flows/ingestKeys';
import { Rejected } from '../model/rejected';
import { HttpError } from './httpError';
import type { RequestContext } from './requestContext';
import { readWorkspaces, workspaceNotFound } from './workspaces';

/**
 * The workspace a request names, for those who administer its keys: Owner or Security Admin of the subscription Skywarden is
 * deployed into. Throws HttpError 403 or 404.
 */
export async function administeredWorkspace({ caller, deps, param }: RequestContext): Promise<string> {
  caller.require('manageIngestKeys', `/subscriptions/${deps.homeSubscriptionId}`);
  const named = param('workspaceId');
  const found = (await readWorkspaces(deps)).find(named);
  if (!found) throw workspaceNotFound(named);
  return found.id;
}

export const keyMaker = ({ ports, newId }: RequestContext['deps']): KeyMaker => ({
  ports,
  newId,
  newKey: () => randomBytes(keyBytes),
});

/** Too many keys are a conflict with what is there. */
export async function orConflict<T>(made: Promise<T>): Promise<T> {
  try {
    return await made;
  } catch (error) {
    if (error instanceof Rejected) throw new HttpError(409, error.code, `${error.message}.`);
    throw error;
  }
}
