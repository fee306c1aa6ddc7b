import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { Rejected } from '../shared/model/rejected';

/**
 * The text of a file that holds a secret. Refused when others than its owner may touch it, but for the files that systemd makes
 * of LoadCredential= (`credentials` is its folder): those are the service's alone, whatever their bits.
 */
export function readGuardedFile(file: string, credentials?: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const mode = fstatSync(descriptor).mode & 0o777;
    const guarded = credentials !== undefined && file.startsWith(`${credentials}/`);
    if (!guarded && (mode & 0o077) !== 0) {
      throw new Rejected('OpenConnectionFile', `others may read ${file} (mode ${mode.toString(8)}); chmod 600 it`);
    }
    return readFileSync(descriptor, 'utf8').trim();
  } finally {
    closeSync(descriptor);
  }
}
