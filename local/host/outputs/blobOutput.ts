import { z } from 'zod';
import { bytesOf } from '../typedData';
import type { WriteOutput } from './outputPorts';

const optionsSchema = z.object({ path: z.string(), connection: z.string().default('AzureWebJobsStorage') });

/** Container and blob name of a binding path such as `archive/2026/{name}.json`. */
export function splitBlobPath(path: string): { container: string; blob: string } {
  const slash = path.indexOf('/');
  if (slash <= 0 || slash === path.length - 1) throw new Error(`blob path "${path}" must be <container>/<blob name>`);
  return { container: path.slice(0, slash), blob: path.slice(slash + 1) };
}

/** Writes the value as a block blob; the container is created on demand. */
export const blobOutput: WriteOutput = async (binding, data, { clients }) => {
  const { path, connection } = optionsSchema.parse(binding);
  const { container, blob } = splitBlobPath(path);
  const client = clients.blobs(connection).getContainerClient(container);
  await client.createIfNotExists();
  await client.getBlockBlobClient(blob).uploadData(bytesOf(data));
};
