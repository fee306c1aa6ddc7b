import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import type { Config } from '../../config';
import { credentialOf } from '../identity/credential';
import { once } from '../once';

export type BlobContainers = (name: 'quarantine' | 'dedupe' | 'intel' | 'archive' | 'rules') => ContainerClient;

export function blobContainers(config: Config): BlobContainers {
  const service = once(() => serviceOf(config));
  return (name) => service().getContainerClient(name);
}

export function serviceOf({ blobs }: Config): BlobServiceClient {
  if ('endpoint' in blobs) return new BlobServiceClient(blobs.endpoint, credentialOf(blobs.clientId));
  return BlobServiceClient.fromConnectionString(blobs.connectionString);
}
