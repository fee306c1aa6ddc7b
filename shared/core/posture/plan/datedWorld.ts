import type { ResourceDocument } from '../../../model/documents/resources';
import type { JsonObject } from '../../../model/json';
import type { Resource } from '../../../model/resource';
import { prepare, type PreparedResource } from '../policy/resources/prepare';
import { createWorld, type World } from '../policy/resources/world';
import { collectionMarks, isComplete } from './collections';
import type { Surroundings } from './surroundings';

/** A world that knows how old what is looked at is. */
export interface DatedWorld {
  world: World;
  prepared: ReadonlyMap<Resource, PreparedResource>;
  /** When (ISO) the oldest of what was looked at since the last call was seen; undefined if nothing was. */
  takeOldest: () => string | undefined;
}

/** The partition's own copy of a resource stands before any other. */
export function datedWorld(
  documents: readonly ResourceDocument[],
  { documents: outer, collected }: Surroundings,
  now: Date,
): DatedWorld {
  const seenAt = new Map<PreparedResource, string>();
  const prepareOne = ({ resource, observedAt }: ResourceDocument): PreparedResource => {
    const one = prepare(resource as unknown as JsonObject);
    seenAt.set(one, observedAt);
    return one;
  };
  const prepared = new Map(documents.map((document) => [document.resource, prepareOne(document)]));
  const own = new Set([...prepared.values()].map(({ idLc }) => idLc));
  const around = outer.map(prepareOne).filter(({ idLc }) => !own.has(idLc));

  let oldest: string | undefined;
  const note = (time: string | undefined): void => {
    oldest = earlier(oldest, time);
  };
  // The lists of a world stay as they are, and many resources share them.
  const lists = new WeakMap<readonly PreparedResource[], { oldest: string | undefined }>();
  const read = (list: readonly PreparedResource[]): readonly PreparedResource[] => {
    const known = lists.get(list) ?? { oldest: list.map((one) => seenAt.get(one)).reduce(earlier, undefined) };
    lists.set(list, known);
    note(known.oldest);
    return list;
  };

  const markOf = collectionMarks(documents);
  const world = createWorld([...prepared.values(), ...around], {
    now: now.toISOString(),
    collected: (type, { idLc, owners }) => {
      const mark = markOf(type, [idLc, ...owners]);
      note(mark?.observedAt);
      return mark ? isComplete(mark) : collected.has(type);
    },
  });
  return {
    world: {
      ...world,
      below: (type, ownerId) => read(world.below(type, ownerId)),
      inGroup: (type, subscriptionId, group) => read(world.inGroup(type, subscriptionId, group)),
      inSubscription: (type, subscriptionId) => read(world.inSubscription(type, subscriptionId)),
      withId: (type, id) => read(world.withId(type, id)),
      scope: (id) => {
        const found = world.scope(id);
        if (found) note(seenAt.get(found));
        return found;
      },
    },
    prepared,
    takeOldest: () => {
      const taken = oldest;
      oldest = undefined;
      return taken;
    },
  };
}

function earlier(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Date.parse(b) < Date.parse(a) ? b : a;
}
