import type { FindingDocument } from '../model/documents/findings';

/** True for keys of verdicts that an assigned policy gave. */
export const isPolicyKey = (key: string): boolean => key.startsWith('policy/');

/** Under which keys assigned policies judged what a batch of the feed of `findings` tells of. */
export function judgedKeys(documents: readonly FindingDocument[]): Set<string> {
  const keys = new Set<string>();
  for (const document of documents) {
    if (document.kind !== 'outbox' || document.item.of !== 'judgement') continue;
    for (const key of Object.keys({ ...document.item.before, ...document.item.after })) {
      if (isPolicyKey(key)) keys.add(key);
    }
  }
  return keys;
}
