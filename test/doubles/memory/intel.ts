import { gunzipSync, gzipSync } from 'node:zlib';
import { intelBuildKey, intelFeedKey, intelFeedStateKey } from '../../../shared/core/documentIds';
import type { FeedItem } from '../../../shared/core/detect/intel/feedItem';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { FeedNetwork, IntelBlobs, IntelStore } from '../../../shared/flows/ports/intel';
import type {
  IntelBuildDocument,
  IntelDocument,
  IntelFeedDocument,
  IntelFeedStateDocument,
} from '../../../shared/model/intelDocuments';
import { etagMap } from './etagMap';

export function memoryIntel(): IntelStore {
  const documents = etagMap<IntelDocument>();
  const ofKind = <T extends IntelDocument>(kind: T['kind']): T[] =>
    documents.values((document) => document.kind === kind) as T[];
  return {
    feeds: async () => ofKind<IntelFeedDocument>('intelFeed'),
    feed: async (name) => documents.get(intelFeedKey(name).id) as IntelFeedDocument | undefined,
    states: async () => ofKind<IntelFeedStateDocument>('intelFeedState'),
    state: async (feed) => documents.get(intelFeedStateKey(feed).id) as IntelFeedStateDocument | undefined,
    build: async () => documents.get(intelBuildKey.id) as IntelBuildDocument | undefined,
    save: async (document) => documents.write([[document.id, document]])[0] as typeof document,
    async remove({ id, _etag }) {
      if (documents.get(id)) documents.remove(id, _etag);
    },
  };
}

/** `blobs` is what is stored, by name. */
export function memoryIntelBlobs(now: () => Date): { store: IntelBlobs; blobs: Map<string, Buffer> } {
  const blobs = new Map<string, Buffer>();
  const written = new Map<string, Date>();
  let [next, etag] = [1, 1];
  const store: IntelBlobs = {
    async write(feed, items) {
      const name = `feeds/${feed.toLowerCase()}/${next++}`;
      const all: FeedItem[] = [];
      for await (const item of items) all.push(item);
      blobs.set(name, gzipSync(JSON.stringify(all)));
      written.set(name, now());
      return name;
    },
    async *read(name) {
      const data = blobs.get(name);
      if (!data) throw new Conflict(`${name} is gone`);
      yield* JSON.parse(gunzipSync(data).toString()) as FeedItem[];
    },
    async keepOnly(feed, names, writtenBefore) {
      const prefix = `feeds/${feed.toLowerCase()}/`;
      const dropped = [...blobs.keys()].filter((name) => name.startsWith(prefix) && !names.includes(name));
      for (const name of dropped) if (written.get(name)! < writtenBefore) blobs.delete(name);
    },
    compiledEtag: async () => (blobs.has('compiled') ? `"${etag}"` : undefined),
    async compiled() {
      const data = blobs.get('compiled');
      return data && { etag: `"${etag}"`, data };
    },
    async saveCompiled(data, known) {
      if (known !== (await store.compiledEtag())) throw new Conflict('compiled is there in another version');
      etag += 1;
      blobs.set('compiled', data);
    },
  };
  return { store, blobs };
}

/** Nobody answers. */
export const memoryFeedNetwork: FeedNetwork = {
  get: async () => ({ status: 404, headers: {}, body: Buffer.alloc(0) }),
};
