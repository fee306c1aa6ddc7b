import { z } from 'zod';
import { type Coordinates, distanceOf } from './distance';
import { hash32 } from './hash32';

/** What is remembered of one user: where they were last, and the networks that are theirs. At most 2 KB. */
export const travellerSchema = z.object({
  /** Day (since 1970) of the first sign-in. */
  since: z.number().int(),
  /** Newest sign-in, milliseconds since 1970, and from where. */
  at: z.number(),
  latitude: z.number(),
  longitude: z.number(),
  place: z.string(),
  address: z.string(),
  /** Hash of each network, on how many days it was used, and the last of them; the newest last. */
  networks: z.array(z.tuple([z.number(), z.number(), z.number()])),
  alertedAt: z.number(),
});

export type Traveller = z.infer<typeof travellerSchema>;

export interface Arrival extends Coordinates {
  at: number;
  place: string;
  address: string;
  /** Names of the network; one that is known is enough. */
  networks: string[];
}

export interface Journey {
  from: string;
  fromAddress: string;
  kilometres: number;
  hours: number;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Nothing flies faster, and addresses are placed with errors of hundreds of kilometres. */
const fastest = 1_000;
const shortest = 500;
/** A network on which the user was on so many days is theirs: home, office, VPN, the operator of their phone. */
const daysOfOwn = 3;
const learningDays = 7;
const quietMs = dayMs;
const maxNetworks = 32;
const longestGap = 60 * dayMs;
const maxText = 64;

/** The user after a sign-in, and the journey that it took when nobody could have made it. `isShared` says that many go out at its address. */
export function arrive(
  known: Traveller | undefined,
  arrival: Arrival,
  isShared: boolean,
): { traveller: Traveller; journey?: Journey } {
  const day = Math.floor(arrival.at / dayMs);
  if (known === undefined || arrival.at - known.at > longestGap) return { traveller: newcomer(arrival, day) };
  const isOwn = known.networks.some(([hash, days]) => days >= daysOfOwn && hashes(arrival).includes(hash));
  const moved: Traveller = { ...known, networks: withNetworks(known.networks, hashes(arrival), day) };
  const journey = journeyOf(known, arrival);
  if (journey === undefined) return { traveller: arrival.at < known.at ? moved : { ...moved, ...placeOf(arrival) } };
  // Behind a tunnel or a proxy nobody has moved: where they were stays what is compared with.
  if (isOwn || isShared) return { traveller: moved };
  const traveller = arrival.at < known.at ? moved : { ...moved, ...placeOf(arrival) };
  if (day - known.since < learningDays || arrival.at - known.alertedAt < quietMs) return { traveller };
  return { traveller: { ...traveller, alertedAt: arrival.at }, journey };
}

const hashes = ({ networks }: Arrival): number[] => networks.map(hash32);

const placeOf = ({ at, latitude, longitude, place, address }: Arrival) => ({
  at,
  latitude,
  longitude,
  place: place.slice(0, maxText),
  address: address.slice(0, maxText),
});

const newcomer = (arrival: Arrival, day: number): Traveller => ({
  since: day,
  ...placeOf(arrival),
  networks: withNetworks([], hashes(arrival), day),
  alertedAt: 0,
});

function withNetworks(known: Traveller['networks'], seen: number[], day: number): Traveller['networks'] {
  const others = known.filter(([hash]) => !seen.includes(hash));
  const now = seen.map((hash): Traveller['networks'][number] => {
    const [, days = 0, last = -1] = known.find(([one]) => one === hash) ?? [];
    return [hash, day > last ? days + 1 : days, Math.max(day, last)];
  });
  return [...others, ...now].slice(-maxNetworks);
}

/** The way between two sign-ins, whichever came first, if it is too far for its time. */
function journeyOf(last: Traveller, now: Arrival): Journey | undefined {
  const kilometres = distanceOf(last, now);
  const hours = Math.abs(now.at - last.at) / hourMs;
  if (kilometres < shortest || kilometres < fastest * hours) return undefined;
  return { from: last.place, fromAddress: last.address, kilometres: Math.round(kilometres), hours };
}
