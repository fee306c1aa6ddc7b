import { type Doubt, graver, isDoubt } from '../doubt';
import type { Frame } from '../frame';
import type { PreparedResource } from '../resources/prepare';
import type { Test, Truth } from '../truth';
import type { RelatedPlace } from './candidates';

/** What came of looking through candidates: one satisfies, or none does for certain, and how many have the name. */
export interface Searched {
  truth: Truth;
  count: number;
}
export type Search = (related: readonly PreparedResource[], place: RelatedPlace, frame: Frame) => Searched;

export function searchFor(condition: Test | undefined): Search {
  return (candidates, place, frame) => {
    let doubt: Doubt | undefined;
    let count = 0;
    for (const related of candidates) {
      if (place.name !== undefined && related.nameDoubt) {
        doubt = worse(doubt, related.nameDoubt);
        continue;
      }
      if (!place.named(related)) continue;
      count += 1;
      const truth = condition ? within(frame, related, condition) : true;
      if (truth === true) return { truth, count };
      if (isDoubt(truth)) doubt = worse(doubt, truth);
    }
    return { truth: doubt ?? false, count };
  };
}

/** Shorter lists are searched sooner than looked up. */
const worthRemembering = 8;

/**
 * A search that asks nothing of the resource of the `if` says the same for all that have these candidates, such as all of a
 * resource group. Without this they would be searched once for each of them.
 */
export function remembered(search: Search): Search {
  const [strict, lenient] = [new WeakMap<object, Searched>(), new WeakMap<object, Searched>()];
  return (candidates, place, frame) => {
    if (candidates.length < worthRemembering) return search(candidates, place, frame);
    const known = frame.lenient ? lenient : strict;
    const found = known.get(candidates) ?? search(candidates, place, frame);
    known.set(candidates, found);
    return found;
  };
}

function within(frame: Frame, related: PreparedResource, condition: Test): Truth {
  frame.target = related;
  const truth = condition(frame);
  frame.target = frame.resource;
  return truth;
}

/** Which doubt is named does not depend on the order of candidates. */
function worse(first: Doubt | undefined, second: Doubt): Doubt {
  if (!first || first.soft !== second.soft) return graver(first, second);
  return `${second.reason} ${second.detail}` < `${first.reason} ${first.detail}` ? second : first;
}
