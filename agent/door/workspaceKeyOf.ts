import { parseWorkspaceKey } from '../../shared/core/ingest/door/workspaceKey';
import { Rejected } from '../../shared/model/rejected';
import { readGuardedFile } from '../guardedFile';

export interface KeySource {
  workspaceKey?: string | undefined;
  /** Read before every delivery: a new key needs no restart. */
  keyFile?: string | undefined;
  credentials?: string | undefined;
}

/** Throws Rejected, without a word of the key, when it is none. */
export function workspaceKeyOf({ workspaceKey, keyFile, credentials }: KeySource): { keyId: string; key: Buffer } {
  const key = parseWorkspaceKey(keyFile === undefined ? (workspaceKey ?? '') : readGuardedFile(keyFile, credentials));
  if (key) return key;
  const place = keyFile ?? 'SKYWARDEN_WORKSPACE_KEY';
  throw new Rejected(
    'BadWorkspaceKey',
    `${place} holds no workspace key: it is {key id}:{base64}, as it was shown when it was made`,
  );
}
