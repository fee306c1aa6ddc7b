import { Rejected } from '../shared/model/rejected';
import { readGuardedFile } from './guardedFile';

/** The connection string in a file that only its owner may touch. */
export function readConnectionFile(file: string, credentials?: string): string {
  const text = readGuardedFile(file, credentials);
  if (!/^Endpoint=sb:\/\//i.test(text)) {
    throw new Rejected('BadConnectionFile', `${file} holds no connection string: it begins with Endpoint=sb://`);
  }
  return text;
}
