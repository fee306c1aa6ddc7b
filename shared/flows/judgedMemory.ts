import type { ResourceDocument } from '../model/documents/resources';

/** What this process judged last of each resource, so that a snapshot which shows nothing new is not judged again. */
export interface JudgedMemory {
  isJudged(document: ResourceDocument): boolean;
  remember(document: ResourceDocument): void;
}

/** About 10 MB. */
const defaultEntries = 50_000;

/**
 * Remembers by resource when its content was first seen: a change, also one back to what was before, has another such time,
 * so it does not matter who judged in between. Removed resources are never remembered. The oldest entries go first.
 */
export function judgedMemory(maxEntries = defaultEntries): JudgedMemory {
  const judged = new Map<string, string>();
  const keyOf = ({ subscriptionId, rootId, id }: ResourceDocument): string => `${subscriptionId}|${rootId}|${id}`;
  return {
    isJudged: (document) =>
      document.changedAt !== undefined && !document.deleted && judged.get(keyOf(document)) === markOf(document),
    remember(document) {
      const key = keyOf(document);
      judged.delete(key);
      if (document.deleted || document.changedAt === undefined) return;
      judged.set(key, markOf(document));
      if (judged.size > maxEntries) judged.delete(judged.keys().next().value!);
    },
  };
}

const markOf = ({ changedAt, contentHash }: ResourceDocument): string => `${changedAt}|${contentHash}`;
