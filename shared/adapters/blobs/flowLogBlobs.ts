import { BlobServiceClient, type ContainerClient, RestError } from '@azure/storage-blob';
import type { Config } from '../../config';
import type { FlowLogBlobs, FoundBlob } from '../../flows/ports/readers';
import { Rejected } from '../../model/rejected';
import { credentialOf } from '../identity/credential';
import { serviceOf } from './client';

/** Folders of a flow log stand above its years; Azure makes at most nine of them. */
const maxDepth = 16;
const answerWithinMs = 60_000;

/** Flow logs in storage accounts, read with the identity of the app; the account of the app itself as `STORAGE` says. */
export function flowLogBlobs(config: Config): FlowLogBlobs {
  const services = new Map<string, BlobServiceClient>();
  const containerOf = (storageUrl: string, name: string): ContainerClient => {
    const service = services.get(storageUrl) ?? open(config, storageUrl);
    services.set(storageUrl, service);
    return service.getContainerClient(name);
  };
  return {
    async *list(storageUrl, name, days) {
      const container = containerOf(storageUrl, name);
      try {
        for await (const root of resourceFolders(container, '', 0)) {
          for (const day of days) yield* blobsBelow(container, `${root}${day}`);
        }
      } catch (error) {
        throw refusalOf(error, name) ?? error;
      }
    },
    async read(storageUrl, name, blob, offset, count) {
      const client = containerOf(storageUrl, name).getBlobClient(blob);
      try {
        // One answer is of one version of the blob, however it grows meanwhile.
        const answer = await client.download(offset, count, { abortSignal: AbortSignal.timeout(answerWithinMs) });
        const bytes = await bytesOf(answer.readableStreamBody!, count);
        return { bytes, length: totalOf(answer.contentRange) ?? offset + bytes.length };
      } catch (error) {
        if (!isRangeBeyondEnd(error)) throw refusalOf(error, name) ?? error;
        return { bytes: Buffer.alloc(0), length: (await client.getProperties()).contentLength ?? 0 };
      }
    },
  };
}

function open(config: Config, storageUrl: string): BlobServiceClient {
  const own = serviceOf(config);
  if (bare(own.url) === bare(storageUrl)) return own;
  return new BlobServiceClient(
    storageUrl,
    credentialOf('endpoint' in config.blobs ? config.blobs.clientId : undefined),
  );
}

const bare = (url: string): string => url.replace(/\/+$/, '').toLowerCase();

/** Folders that hold years: `resourceId=/SUBSCRIPTIONS/../NETWORKSECURITYGROUPS/NAME/`. */
async function* resourceFolders(container: ContainerClient, prefix: string, depth: number): AsyncGenerator<string> {
  if (depth > maxDepth) return;
  for await (const found of container.listBlobsByHierarchy('/', { prefix })) {
    if (found.kind !== 'prefix') continue;
    if (/\/y=\d{4}\/$/.test(found.name)) {
      yield prefix;
      return;
    }
    yield* resourceFolders(container, found.name, depth + 1);
  }
}

async function* blobsBelow(container: ContainerClient, prefix: string): AsyncGenerator<FoundBlob> {
  for await (const { name, properties } of container.listBlobsFlat({ prefix })) {
    if (name.endsWith('/PT1H.json')) yield { name, length: properties.contentLength ?? 0 };
  }
}

async function bytesOf(stream: NodeJS.ReadableStream, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > most) throw new Error('Storage sent more than it was asked for');
  }
  return Buffer.concat(chunks);
}

/** `bytes 0-99/1234`. */
function totalOf(contentRange: string | undefined): number | undefined {
  const total = /\/(\d+)$/.exec(contentRange ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
}

const isRangeBeyondEnd = (error: unknown): boolean => error instanceof RestError && error.statusCode === 416;

function refusalOf(error: unknown, container: string): Rejected | undefined {
  if (!(error instanceof RestError)) return undefined;
  if (error.code === 'ContainerNotFound')
    return new Rejected('ContainerNotFound', `There is no container ${container}: turn flow logs on, or name another`);
  if (error.statusCode === 403)
    return new Rejected('Forbidden', `The app may not read container ${container}: it needs Storage Blob Data Reader`);
  return undefined;
}
