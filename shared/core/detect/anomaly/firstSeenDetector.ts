import { z } from 'zod';
import type { Entity } from '../../../model/entity';
import type { Json, JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import type { Finding, Observation, Rule, StatefulCase, StatefulDetector } from '../detector';
import { type FirstSeenLimits, knownValuesSchema, noteSightings, type Novelty } from './firstSeen';
import { hash32 } from './hash32';

/** What one event shows an entity with. */
export interface Seen {
  entityKey: string;
  /** What an alert calls the entity. */
  name: string;
  entities: Entity[];
  /** As an alert shows it. */
  value: string;
  /** Names under which it is known: new is what none of them is. */
  names: string[];
}

export interface FirstSeenSpec {
  id: string;
  rule: Rule;
  /** What is looked at, as an alert says it: `Country`. */
  what: string;
  /** Sources of events that may show something. Asked of every event before anything else. */
  sources: ReadonlySet<string>;
  see: (event: TelemetryEvent) => Seen | undefined;
  limits: FirstSeenLimits;
  cases: StatefulCase[];
}

const none: Observation[] = [];
const dayMs = 86_400_000;
const maxText = 256;

const dataSchema = z.object({
  names: z.array(z.string()),
  value: z.string(),
  name: z.string(),
  entities: z.array(z.custom<Entity>()),
});

/** A detector that learns what an entity is usually seen with and reports what it was never seen with. */
export function firstSeenDetector({ id, rule, what, sources, see, limits, cases }: FirstSeenSpec): StatefulDetector {
  return {
    id,
    cases,
    concerns: ({ source }) => sources.has(source),
    keyOf(event) {
      if (!sources.has(event.source)) return none;
      const seen = see(event);
      return seen === undefined ? none : [observationOf(id, event, seen)];
    },
    observe(entityKey, observations, state) {
      const before = state === undefined ? undefined : knownValuesSchema.parse(state);
      const sightings = observations.map(({ data, time }) => ({
        day: Math.floor(Date.parse(time) / dayMs),
        hashes: dataSchema.shape.names.parse(data.names).map(hash32),
      }));
      const { known, novelties } = noteSightings(before, sightings, limits);
      const findings = observations.flatMap((observation, at) => {
        const novelty = novelties[at];
        return novelty === undefined ? [] : [findingOf(rule, what, entityKey, observation, novelty)];
      });
      return { findings, state: { ...known } };
    },
  };
}

function observationOf(
  detector: string,
  { id, time, resourceId }: TelemetryEvent,
  { entityKey, name, entities, value, names }: Seen,
): Observation {
  const data = {
    names: names.map((one) => one.slice(-maxText)),
    value: value.slice(0, maxText),
    name: name.slice(0, maxText),
    entities: entities as unknown as Json,
  };
  return { detector, entityKey, time, resourceId, eventId: id, data: data as JsonObject, onceAnHour: true };
}

function findingOf(
  rule: Rule,
  what: string,
  entityKey: string,
  { data, time, resourceId, eventId }: Observation,
  { known, days, newShare }: Novelty,
): Finding {
  const { name, value, entities } = dataSchema.parse(data);
  return {
    rule,
    entityKey,
    time,
    resourceId,
    compromisedEntity: name,
    entities,
    eventIds: [eventId],
    extendedProperties: {
      [what]: value,
      Count: '1',
      Expected: newShare.toFixed(3),
      Window: 'a day',
      'Known before': String(known),
      'Days observed': String(days),
    },
  };
}
