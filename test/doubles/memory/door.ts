import { createHash } from 'node:crypto';
import type { DoorMessage, DoorSender, IngestKeyStore, InstalledFiles } from '../../../shared/flows/ports/door';
import type { IngestKeyDocument } from '../../../shared/model/ingestKey';
import { etagMap } from './etagMap';

export function memoryIngestKeys(): IngestKeyStore {
  const pairs = etagMap<IngestKeyDocument>();
  const keyOf = (workspaceId: string, pair: string) => `${workspaceId.toLowerCase()}|${pair}`;
  const inWorkspace = (workspaceId: string) =>
    pairs.values((one) => one.workspaceId.toLowerCase() === workspaceId.toLowerCase());
  return {
    get: async (workspaceId, pair) => pairs.get(keyOf(workspaceId, pair)),
    list: async (workspaceId) => inWorkspace(workspaceId),
    count: async (workspaceId) => inWorkspace(workspaceId).length,
    save: async (document) => void pairs.write([[keyOf(document.workspaceId, document.pair), document]]),
    remove: async ({ workspaceId, pair, _etag }) => pairs.remove(keyOf(workspaceId, pair), _etag),
  };
}

export function memoryDoor(): { sender: DoorSender; sent: DoorMessage[] } {
  const sent: DoorMessage[] = [];
  return { sender: { send: async (message) => void sent.push(message) }, sent };
}

/** Files that hold their own names. */
export const memoryInstalledFiles: InstalledFiles = {
  read: async (name) => ({ text: `# ${name}`, sha256: createHash('sha256').update(`# ${name}`).digest('hex') }),
};
