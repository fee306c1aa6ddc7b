import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { Rejected } from '../shared/model/rejected';

/**
 * The connection string in a file. Refused when others than its owner may touch it, but for the files that systemd makes
 * of LoadCredential= (`credentials` is its folder): those are the service's alone, whatever their bits.
 */
export function readConnectionFile(file: string, credentials?: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const mode = fstatSync(descriptor).mode & 0o777;
    const guarded = credentials !== undefined && file.startsWith(`${credentials}/`);
    if (!guarded && (mode & 0o077) !== 0) {
      throw new Rejected('OpenConnectionFile', `others may read ${file} (mode ${mode.toString(8)}); chmod 600 it`);
    }
    const text = readFileSync(descriptor, 'utf8').trim();
    if (!/^Endpoint=sb:\/\//i.test(text)) {
      throw new Rejected('BadConnectionFile', `${file} holds no connection string: it begins with Endpoint=sb://`);
    }
    return text;
  } finally {
    closeSync(descriptor);
  }
}
