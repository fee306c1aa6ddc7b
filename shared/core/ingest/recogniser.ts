import { spellings } from '../spellings';
import type { RawRecord, Source } from './source';

/** The source that reads a record: the first, in the order given, that recognises it. */
export type Recogniser = (raw: RawRecord) => Source | undefined;

/**
 * Finds the same source as asking all in order, but asks only those that can say yes: of a text the sources that read text, of an
 * object the sources without `keys` and those of which it has a key. `sources` come sorted (`sortSources`).
 */
export function createRecogniser(sources: Source[]): Recogniser {
  const ofText = sources.filter(({ keys, text }) => text ?? keys === undefined);
  const setOf = (isIn: (source: Source) => boolean): number[] => bitSet(sources.map(isIn));
  const always = setOf(({ keys }) => keys === undefined);
  const allKeys = new Set(sources.flatMap(({ keys }) => keys ?? []));
  const ofKey = new Map(Array.from(allKeys, (key) => [key, setOf(({ keys }) => keys?.includes(key) === true)]));
  const ofSpelling = spellings(ofKey);
  return (raw) => {
    if (typeof raw === 'string') return ofText.find((source) => source.recognises(raw));
    const candidates = [...always];
    for (const spelling in raw) {
      const own = ofSpelling(spelling);
      if (own === undefined) continue;
      for (let word = 0; word < own.length; word++) candidates[word]! |= own[word]!;
    }
    return firstOf(candidates, sources, raw);
  };
}

/** Sources as bits, 32 a word, the first source lowest: sets of them join without a list being made. */
function bitSet(isIn: boolean[]): number[] {
  const words = Array.from({ length: Math.ceil(isIn.length / 32) }, () => 0);
  isIn.forEach((yes, at) => {
    if (yes) words[at >>> 5]! |= 1 << (at & 31);
  });
  return words;
}

function firstOf(candidates: number[], sources: Source[], raw: RawRecord): Source | undefined {
  for (let word = 0; word < candidates.length; word++) {
    for (let bits = candidates[word]!; bits !== 0; bits &= bits - 1) {
      const source = sources[word * 32 + 31 - Math.clz32(bits & -bits)]!;
      if (source.recognises(raw)) return source;
    }
  }
  return undefined;
}
