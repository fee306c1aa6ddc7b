import { quarantineId } from '../../core/ingest/quarantineId';
import type { QuarantineEntry } from '../../model/quarantine';
import type { QuarantineStore } from '../../flows/ports/quarantine';
import type { BlobContainers } from './client';

/** `{day}/{rest of the id}`: a day is a folder, so that the newest can be listed first. */
export const quarantineName = (id: string): string => `${id.slice(0, 10)}/${id.slice(11)}`;

/** Blob metadata travels in headers: printable ASCII only, and short. */
const headerText = (text: string): string => text.replace(/[^ -~]/g, '?').slice(0, 500);

/** Names are lower case: the service keeps no case in them. */
function metadataOf({ code, reason, enqueuedAt, source, workspaceId, properties }: QuarantineEntry) {
  return {
    code,
    reason: headerText(reason),
    enqueuedat: enqueuedAt,
    ...(source !== undefined && { source: headerText(source) }),
    ...(workspaceId !== undefined && { workspace: headerText(workspaceId) }),
    ...(properties && { properties: Buffer.from(JSON.stringify(properties)).toString('base64') }),
  };
}

export function quarantineStore(containers: BlobContainers): QuarantineStore {
  const upload = async (entry: QuarantineEntry): Promise<void> => {
    try {
      await containers('quarantine')
        .getBlockBlobClient(quarantineName(quarantineId(entry)))
        .uploadData(entry.raw, { metadata: metadataOf(entry), conditions: { ifNoneMatch: '*' } });
    } catch (error) {
      // It is there already.
      if (![409, 412].includes(Number((error as { statusCode?: unknown }).statusCode))) throw error;
    }
  };
  return { put: (entries) => inGroups(entries, 16, upload) };
}

async function inGroups<T>(items: T[], size: number, act: (item: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < items.length; at += size) await Promise.all(items.slice(at, at + size).map(act));
}
