import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { Settings } from './settings';

/** Id under which blobs of this app are kept: the setting, else machine name and hash of the path; at most 32 characters. */
export function hostId(appFolder: string, settings: Settings): string {
  const given = settings.get('AzureFunctionsWebHost__hostid');
  if (given !== undefined && given !== '') return given.toLowerCase().slice(0, 32);
  const machine = hostname()
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 20);
  const path = createHash('sha256').update(appFolder).digest('hex').slice(0, 11);
  return `${machine}-${path}`;
}
