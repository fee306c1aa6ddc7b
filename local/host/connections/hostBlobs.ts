import { type BlockBlobClient, type ContainerClient, RestError } from '@azure/storage-blob';
import type { Clients } from './clients';

const containerName = 'azure-webjobs-hosts';

/** The host's own small blobs (timer status, locks, taken messages) in container `azure-webjobs-hosts`. */
export interface HostBlobs {
  /** Text of a blob, or undefined when there is none. */
  read: (path: string) => Promise<string | undefined>;
  write: (path: string, text: string) => Promise<void>;
  blob: (path: string) => Promise<BlockBlobClient>;
}

export function createHostBlobs(clients: Clients, container = containerName): HostBlobs {
  let created: Promise<ContainerClient> | undefined;

  async function create(): Promise<ContainerClient> {
    const client = clients.blobs('AzureWebJobsStorage').getContainerClient(container);
    await client.createIfNotExists();
    return client;
  }

  async function blob(path: string): Promise<BlockBlobClient> {
    created ??= create();
    try {
      return (await created).getBlockBlobClient(path);
    } catch (error) {
      created = undefined;
      throw error;
    }
  }

  async function read(path: string): Promise<string | undefined> {
    try {
      return (await (await blob(path)).downloadToBuffer()).toString('utf8');
    } catch (error) {
      if (error instanceof RestError && error.statusCode === 404) return undefined;
      throw error;
    }
  }

  async function write(path: string, text: string): Promise<void> {
    await (await blob(path)).upload(text, Buffer.byteLength(text));
  }
  return { read, write, blob };
}
