import { setTimeout as pause } from 'node:timers/promises';
import { lockFolder } from './folderLock';

/** A process that was killed may take a moment to end: its lock is still held meanwhile. */
const patienceMs = 3_000;

/** Takes the lock of a folder, waiting a little for a holder that is about to end. Throws what `lockFolder` throws. */
export async function patientLock(folder: string, purpose: string): Promise<() => void> {
  for (const started = Date.now(); ;) {
    try {
      return lockFolder(folder, purpose);
    } catch (error) {
      if (Date.now() - started > patienceMs) throw error;
    }
    await pause(100);
  }
}
