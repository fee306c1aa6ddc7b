import { createHash } from 'node:crypto';
import { type BlobLeaseClient, RestError } from '@azure/storage-blob';
import type { HostBlobs } from '../connections/hostBlobs';

const leaseSeconds = 60;

/** A blob lease that lets only one host run a timer. */
export interface SingletonLock {
  /** False while another host holds it. The same owner gets it back at once, also after a crash. */
  acquire: () => Promise<boolean>;
  release: () => Promise<void>;
}

/** A lease id made from the owner: whoever proposes the id of a running lease gets that lease. */
function leaseId(owner: string): string {
  const hex = createHash('sha256').update(owner).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** `onLost` is called when a renewal is refused. */
export function createSingletonLock(
  blobs: HostBlobs,
  path: string,
  owner: string,
  onLost: (error: unknown) => void,
): SingletonLock {
  let lease: BlobLeaseClient | undefined;
  let renewal: NodeJS.Timeout | undefined;

  async function acquire(): Promise<boolean> {
    const blob = await blobs.blob(path);
    if (!(await blob.exists())) await blob.upload('', 0);
    const candidate = blob.getBlobLeaseClient(leaseId(owner));
    try {
      await candidate.acquireLease(leaseSeconds);
    } catch (error) {
      if (error instanceof RestError && error.statusCode === 409) return false;
      throw error;
    }
    lease = candidate;
    renewal = setInterval(() => void candidate.renewLease().catch(onLost), leaseSeconds * 500);
    return true;
  }

  async function release(): Promise<void> {
    clearInterval(renewal);
    await lease?.releaseLease();
    lease = undefined;
  }
  return { acquire, release };
}
