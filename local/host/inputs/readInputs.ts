import { RestError } from '@azure/storage-blob';
import { z } from 'zod';
import type { TypedData } from '../app/functionsCore';
import { type BindingData, resolveBinding, resolveExpression } from '../bindingData';
import type { Clients } from '../connections/clients';
import type { FunctionDefinition, NamedBinding } from '../functionDefinition';
import { splitBlobPath } from '../outputs/blobOutput';
import { json } from '../typedData';

const blobSchema = z.object({
  path: z.string(),
  connection: z.string().default('AzureWebJobsStorage'),
  dataType: z.string().optional(),
});

const cosmosSchema = z.object({
  connection: z.string(),
  databaseName: z.string(),
  containerName: z.string(),
  id: z.string().optional(),
  partitionKey: z.string().optional(),
  sqlQuery: z.string().optional(),
});

/** A missing blob is null, not an error. */
async function readBlob(binding: NamedBinding, data: BindingData, clients: Clients): Promise<TypedData> {
  const { path, connection, dataType } = blobSchema.parse(binding);
  const { container, blob } = splitBlobPath(resolveBinding(path, data));
  try {
    const bytes = await clients.blobs(connection).getContainerClient(container).getBlobClient(blob).downloadToBuffer();
    return dataType === 'binary' ? { bytes } : { string: bytes.toString('utf8') };
  } catch (error) {
    if (error instanceof RestError && error.statusCode === 404) return json(null);
    throw error;
  }
}

/** Point read with `id`, else a query whose `{expr}` become query parameters. A missing document is null. */
async function readCosmos(binding: NamedBinding, data: BindingData, clients: Clients): Promise<TypedData> {
  const { connection, databaseName, containerName, id, partitionKey, sqlQuery } = cosmosSchema.parse(binding);
  const container = clients.cosmos(connection).database(databaseName).container(containerName);
  const key = partitionKey === undefined ? undefined : resolveBinding(partitionKey, data);
  if (id !== undefined) {
    const documentId = resolveBinding(id, data);
    const { resource } = await container.item(documentId, key ?? documentId).read<object>();
    return json(resource ?? null);
  }
  const parameters: { name: string; value: string }[] = [];
  const query = (sqlQuery ?? 'SELECT * FROM c').replace(/\{([^{}]+)\}/g, (_, expression: string) => {
    const name = `@p${parameters.length}`;
    parameters.push({ name, value: String(resolveExpression(expression, data)) });
    return name;
  });
  const options = key === undefined ? {} : { partitionKey: key };
  const { resources } = await container.items.query<object>({ query, parameters }, options).fetchAll();
  return json(resources);
}

/** Values of the extra input bindings of one run. */
export function createReadInputs(clients: Clients) {
  return async (definition: FunctionDefinition, data: BindingData): Promise<{ name: string; data: TypedData }[]> =>
    Promise.all(
      definition.inputs.map(async (binding) => {
        const read = binding.type.toLowerCase() === 'blob' ? readBlob : readCosmos;
        return { name: binding.name, data: await read(binding, data, clients) };
      }),
    );
}
