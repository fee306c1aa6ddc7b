import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';

/** What Bicep creates in the storage account. */
const blobContainers = [
  'quarantine',
  'archive',
  'snapshots',
  'intel',
  'rules',
  'dedupe',
  'deployments',
  'azure-webjobs-hosts',
  'azure-webjobs-eventhub',
];
const queues = ['deliveries', 'work'];

export async function createStorage(connectionString: string): Promise<void> {
  const blobs = BlobServiceClient.fromConnectionString(connectionString);
  const service = QueueServiceClient.fromConnectionString(connectionString);
  await Promise.all([
    ...blobContainers.map((name) => blobs.getContainerClient(name).createIfNotExists()),
    ...queues.map((name) => service.getQueueClient(name).createIfNotExists()),
  ]);
}
