import { intelBuildKey, intelFeedKey, intelFeedStateKey } from '../../core/documentIds';
import type { IntelStore } from '../../flows/ports/intel';
import type { IntelBuildDocument, IntelFeedDocument, IntelFeedStateDocument } from '../../model/intelDocuments';
import type { Containers } from './client';
import { all } from './list';
import { removeVersion } from './removeVersion';
import { saveVersion } from './saveVersion';

/** Feeds of threat intelligence and where they stand, in container `settings`. */
export function intelStore(containers: Containers): IntelStore {
  const container = () => containers('settings');
  const ofKind = <T>(kind: string): Promise<T[]> =>
    all<T>(container(), {
      query: 'SELECT * FROM c WHERE c.scope = @scope AND c.kind = @kind',
      parameters: [
        { name: '@scope', value: intelBuildKey.scope },
        { name: '@kind', value: kind },
      ],
      partitionKey: intelBuildKey.scope,
    });
  const read = async <T extends object>({ id, scope }: { id: string; scope: string }): Promise<T | undefined> =>
    (await container().item(id, scope).read<T>()).resource;

  return {
    feeds: () => ofKind<IntelFeedDocument>('intelFeed'),
    feed: (name) => read<IntelFeedDocument>(intelFeedKey(name)),
    states: () => ofKind<IntelFeedStateDocument>('intelFeedState'),
    state: (feed) => read<IntelFeedStateDocument>(intelFeedStateKey(feed)),
    build: () => read<IntelBuildDocument>(intelBuildKey),
    save: (document) => saveVersion(container(), document),
    remove: async (document) => void (await removeVersion(container(), document)),
  };
}
