import type { JsonObject } from '../../model/json';
import type { Observation } from './detector';

/** An observation with where its event stood in the telemetry hub. */
export interface PlacedObservation {
  observation: Observation;
  origin: Origin & { position: string };
}

interface Origin {
  partition: string;
  /** When it is not the home default workspace. */
  workspaceId?: string;
}

/** What one batch of telemetry says of one entity to one detector: one message of the `signals` hub. */
export interface Signal {
  detector: string;
  entityKey: string;
  origin: Origin;
  /** In the order of their positions. */
  parts: SignalPart[];
}

/** One observation. What is absent is as in the part before; `changed` are the members of its data that are not. */
export interface SignalPart {
  position: string;
  eventId?: string;
  time?: string;
  resourceId?: string;
  data?: JsonObject;
  changed?: JsonObject;
}

/** Far below the megabyte that a message may have: what one entity does in a batch of telemetry may take several. */
const maxPartsLength = 100_000;

/** Observations of one batch, in the order of their positions, as messages: those of one detector and entity together. */
export function signalsOf(placed: readonly PlacedObservation[]): Signal[] {
  const open = new Map<string, { signal: Signal; length: number; last: Observation }>();
  const signals: Signal[] = [];
  const said = new Set<string>();
  for (const { observation, origin } of placed) {
    const { detector, entityKey } = observation;
    if (observation.onceAnHour && isSaid(said, observation)) continue;
    const { position, ...from } = origin;
    const key = `${detector}\n${entityKey}`;
    const known = open.get(key);
    const part = known && changedPart(position, observation, known.last);
    const length = part && JSON.stringify(part).length;
    if (known && part && known.length + length! <= maxPartsLength) {
      known.signal.parts.push(part);
      open.set(key, { signal: known.signal, length: known.length + length!, last: observation });
      continue;
    }
    const first = wholePart(position, observation);
    const signal: Signal = { detector, entityKey, origin: from, parts: [first] };
    signals.push(signal);
    open.set(key, { signal, length: JSON.stringify(first).length, last: observation });
  }
  return signals;
}

function isSaid(said: Set<string>, { detector, entityKey, time, data }: Observation): boolean {
  const text = JSON.stringify([detector, entityKey, time.slice(0, 13), data]);
  if (said.has(text)) return true;
  said.add(text);
  return false;
}

function wholePart(position: string, { eventId, time, resourceId, data }: Observation): SignalPart {
  return { position, eventId, time, resourceId, data };
}

function changedPart(position: string, now: Observation, before: Observation): SignalPart {
  return {
    position,
    ...(now.eventId !== before.eventId && { eventId: now.eventId }),
    ...(now.time !== before.time && { time: now.time }),
    ...(now.resourceId !== before.resourceId && { resourceId: now.resourceId }),
    ...changedData(now.data, before.data),
  };
}

function changedData(now: JsonObject, before: JsonObject): { data?: JsonObject; changed?: JsonObject } {
  const names = Object.keys(now);
  if (names.length !== Object.keys(before).length || names.some((name) => !Object.hasOwn(before, name)))
    return { data: now };
  const changed = Object.fromEntries(
    Object.entries(now).filter(([name, value]) => {
      const known = before[name];
      return value !== known && JSON.stringify(value) !== JSON.stringify(known);
    }),
  );
  return Object.keys(changed).length === 0 ? {} : { changed };
}

/** The observations of a signal, each with its origin. */
export function observationsIn({ detector, entityKey, origin, parts }: Signal): PlacedObservation[] {
  let last: Observation = { detector, entityKey, time: '', resourceId: '', eventId: '', data: {} };
  return parts.map(({ position, changed, ...told }) => {
    last = { ...last, ...told, ...(changed && { data: { ...last.data, ...changed } }) };
    return { observation: last, origin: { position, ...origin } };
  });
}
