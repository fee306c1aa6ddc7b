import { z } from 'zod';
import { noteSeen, packSeen, type SeenTable, unpackSeen } from './seenTable';

/** The values that one entity is known by, and how often new ones come. */
export const knownValuesSchema = z.object({
  /** Days since 1970: the first and the newest on which something was seen, and the newest with something new. */
  since: z.number().int(),
  day: z.number().int(),
  newDay: z.number().int(),
  /** Days on which something was seen, and those that brought something new; slowly forgotten. */
  activeDays: z.number(),
  newDays: z.number(),
  /** Last day and hash of each value, packed. */
  values: z.string(),
});

export type KnownValues = z.infer<typeof knownValuesSchema>;

export interface FirstSeenLimits {
  /** Days until something new is worth a word. */
  learningDays: number;
  /** Values that are remembered. */
  capacity: number;
  /** An entity to which something new comes on a larger share of its days says nothing by it. */
  mostNewDays: number;
}

/** A value that the entity was never seen with. */
export interface Novelty {
  known: number;
  days: number;
  /** Share of days that brought something new before. */
  newShare: number;
}

const memory = 1 - 1 / 30;
const fewestActiveDays = 3;
/** An entity that was gone for two months is new. */
const longestGap = 60;
/** What arrives later than this is remembered, not judged. */
const latestDays = 2;

const emptyValues = (day: number): Open => ({
  since: day,
  day,
  newDay: day - 1,
  activeDays: 0,
  newDays: 0,
  values: new Map(),
});

/** Names of one thing, and the day (since 1970) on which it was seen. */
export interface Sighting {
  day: number;
  hashes: readonly number[];
}

/**
 * Notes what was seen, in this order, and answers for each whether it is a novelty: none of its names is known. How likely the next day brings
 * something new is estimated as Good and Turing do for species, by days: those that did, of all; the first half of learning does not
 * count. At most one novelty a day.
 */
export function noteSightings(
  known: KnownValues | undefined,
  sightings: readonly Sighting[],
  limits: FirstSeenLimits,
): { known: KnownValues | undefined; novelties: (Novelty | undefined)[] } {
  let open = known && { ...known, values: unpackSeen(known.values) };
  const novelties = sightings.map((sighting) => {
    const noted = note(open, sighting, limits);
    open = noted.known;
    return noted.novelty;
  });
  return { known: open && { ...open, values: packSeen(open.values) }, novelties };
}

/** With its table open, which is changed in place. */
type Open = Omit<KnownValues, 'values'> & { values: SeenTable };

function note(
  known: Open | undefined,
  { day, hashes }: Sighting,
  { learningDays, capacity, mostNewDays }: FirstSeenLimits,
): { known: Open; novelty?: Novelty } {
  const before = known === undefined || day - known.day > longestGap ? emptyValues(day) : known;
  const isCounted = day - before.since >= learningDays / 2;
  const { values } = before;
  const size = values.size;
  const isNew = hashes.length > 0 && !hashes.some((hash) => values.has(hash));
  for (const hash of hashes) noteSeen(values, hash, day, capacity);
  const now = onDay(before, day, isCounted);
  if (!isNew || day < before.day - latestDays || now.newDay >= day) return { known: now };
  const newShare = now.newDays / Math.max(1, now.activeDays);
  const next = { ...now, newDay: day, newDays: now.newDays + (isCounted ? 1 : 0) };
  const isLearned = day - before.since >= learningDays && now.activeDays >= fewestActiveDays;
  if (!isLearned || newShare > mostNewDays) return { known: next };
  return { known: next, novelty: { known: size, days: day - before.since, newShare } };
}

function onDay(before: Open, day: number, isCounted: boolean): Open {
  if (day < before.day || (day === before.day && before.activeDays > 0) || !isCounted)
    return day > before.day ? { ...before, day } : before;
  const kept = memory ** (day - before.day);
  return { ...before, day, activeDays: before.activeDays * kept + 1, newDays: before.newDays * kept };
}
