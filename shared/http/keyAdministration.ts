import { randomBytes } from 'node:crypto';
import { keyBytes } from '../core/ingest/door/workspaceKey';
import type { KeyMaker } from '../flows/ingestKeys';
import { Rejected } from '../model/rejected';
import { HttpError } from './httpError';
import type { RequestContext } from './requestContext';

/** Owner or Security Admin of the subscription Skywarden is deployed into. */
export const administering = { permission: 'manageIngestKeys', on: 'home' } as const;

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
