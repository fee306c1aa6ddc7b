import type { QuarantineEntry } from '../../model/quarantine';
import type { QuarantineStore } from '../../flows/ports';
import type { BlobContainers } from './client';

/** `{hub partition}/{day}/{sequence}.{index}.{code}`: the same input always lands on the same blob. */
export const quarantineName = (entry: QuarantineEntry): string =>
  `${entry.hubPartition}/${entry.enqueuedAt.slice(0, 10)}/${entry.sequence}.${entry.index}.${entry.code}`;

/** Blob metadata travels in headers: printable ASCII only, and short. */
const headerText = (text: string): string => text.replace(/[^ -~]/g, '?').slice(0, 500);

export function quarantineStore(containers: BlobContainers): QuarantineStore {
  return {
    async put(entries) {
      const container = containers('quarantine');
      await inGroups(entries, 16, (entry) =>
        container.getBlockBlobClient(quarantineName(entry)).uploadData(entry.raw, {
          metadata: { code: entry.code, reason: headerText(entry.reason), enqueuedat: entry.enqueuedAt },
        }),
      );
    },
  };
}

async function inGroups<T>(items: T[], size: number, act: (item: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < items.length; at += size) await Promise.all(items.slice(at, at + size).map(act));
}
