import type { ContainerClient } from '@azure/storage-blob';
import { z } from 'zod';
import { readQuarantineId } from '../../core/ingest/quarantineId';
import type { QuarantineFilter, StoredQuarantineEntry } from '../../model/quarantine';
import { Conflict } from '../../flows/ports/portErrors';
import type { QuarantineEntries } from '../../flows/ports/quarantine';
import type { BlobContainers } from './client';
import { quarantineName } from './quarantine';

/** One list request looks at this many blobs at most: a filter that matches few gets short pages instead of a long wait. */
const maxLookedAt = 5_000;
/** What a request weighs, in blobs. */
const requestWeight = 50;

const propertiesSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

interface Found {
  name: string;
  metadata?: Record<string, string> | undefined;
  bytes: number;
  etag: string;
}

export function quarantineEntries(containers: BlobContainers): QuarantineEntries {
  const container = () => containers('quarantine');
  return {
    async list(filter, { top, continuation }) {
      const { day: from, marker } = readMark(continuation);
      const days = (await daysOf(container(), filter)).filter((day) => from === undefined || day <= from);
      const items: StoredQuarantineEntry[] = [];
      let lookedAt = 0;
      for (const [at, day] of days.entries()) {
        let next = day === from ? marker : '';
        do {
          if (items.length >= top || lookedAt >= maxLookedAt) return { items, continuation: `${day}|${next}` };
          // No more than what is missing: a row that is read is answered.
          const pages = container()
            .listBlobsFlat({ prefix: `${day}/`, includeMetadata: true })
            .byPage({ maxPageSize: top - items.length, ...(next && { continuationToken: next }) });
          const { value } = await pages.next();
          const blobs = value?.segment.blobItems ?? [];
          lookedAt += blobs.length + requestWeight;
          for (const { name, metadata, properties } of blobs) {
            const { contentLength: bytes = 0, etag } = properties;
            const entry = entryOf({ name, metadata, bytes, etag });
            if (entry && matches(entry, filter)) items.push(entry);
          }
          next = value?.continuationToken ?? '';
        } while (next !== '');
        if (items.length >= top && at < days.length - 1) return { items, continuation: `${days[at + 1]!}|` };
      }
      return { items };
    },

    async get(id, maxRawBytes) {
      if (!readQuarantineId(id)) return undefined;
      const name = quarantineName(id);
      const blob = container().getBlobClient(name);
      try {
        const { metadata, contentLength: bytes = 0, etag = '' } = await blob.getProperties();
        const entry = entryOf({ name, metadata, bytes, etag });
        const wanted = Math.min(bytes, maxRawBytes);
        return entry && { ...entry, raw: wanted === 0 ? Buffer.alloc(0) : await blob.downloadToBuffer(0, wanted) };
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }
    },

    async markReplayed({ id, _etag }, at) {
      const blob = container().getBlobClient(quarantineName(id));
      try {
        const { metadata } = await blob.getProperties({ conditions: { ifMatch: _etag } });
        await blob.setMetadata({ ...metadata, replayedat: at }, { conditions: { ifMatch: _etag } });
      } catch (error) {
        if ([404, 412].includes(statusOf(error))) throw new Conflict(`The entry ${id} changed`, { cause: error });
        throw error;
      }
    },
  };
}

const statusOf = (error: unknown): number => Number((error as { statusCode?: unknown }).statusCode);

function readMark(continuation: string | undefined): { day?: string; marker: string } {
  if (continuation === undefined) return { marker: '' };
  const at = continuation.indexOf('|');
  return { day: continuation.slice(0, at), marker: continuation.slice(at + 1) };
}

/** Days that hold entries within the times of the filter, newest first. */
async function daysOf(container: ContainerClient, { from, to }: QuarantineFilter): Promise<string[]> {
  const days: string[] = [];
  for await (const item of container.listBlobsByHierarchy('/')) {
    const day = item.name.slice(0, 10);
    if (item.kind === 'prefix' && day >= from.slice(0, 10) && day <= to.slice(0, 10)) days.push(day);
  }
  return days.sort().reverse();
}

const matches = (entry: StoredQuarantineEntry, filter: QuarantineFilter): boolean =>
  entry.enqueuedAt >= filter.from &&
  entry.enqueuedAt < filter.to &&
  (filter.reason === undefined || entry.code === filter.reason) &&
  (filter.source === undefined || (entry.source ?? '') === filter.source) &&
  (filter.replayed === undefined || (entry.replayedAt !== undefined) === filter.replayed);

/** Undefined for a blob that somebody else put there. */
function entryOf({ name, metadata = {}, bytes, etag }: Found): StoredQuarantineEntry | undefined {
  const id = name.replace('/', '.');
  const place = readQuarantineId(id);
  if (!place) return undefined;
  const { day, ...stood } = place;
  const { reason = '', enqueuedat = `${day}T00:00:00.000Z`, source, workspace, properties, replayedat } = metadata;
  return {
    id,
    ...stood,
    enqueuedAt: enqueuedat,
    reason,
    bytes,
    _etag: etag,
    ...(source !== undefined && { source }),
    ...(workspace !== undefined && { workspaceId: workspace }),
    ...(properties !== undefined && { properties: readProperties(properties) }),
    ...(replayedat !== undefined && { replayedAt: replayedat }),
  };
}

const readProperties = (text: string) => propertiesSchema.parse(JSON.parse(Buffer.from(text, 'base64').toString()));
