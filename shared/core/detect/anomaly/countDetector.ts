import { z } from 'zod';
import type { Entity } from '../../../model/entity';
import type { Json, JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import type { Finding, Observation, Rule, StatefulCase, StatefulDetector } from '../detector';
import { type CountBaseline, countBaselineSchema, hourOf } from './countBaseline';
import { countInto } from './countSurprise';
import type { Surprise } from './surprise';

/** What one event adds to the count of one entity. */
export interface Counted {
  entityKey: string;
  /** What an alert calls the entity. */
  name: string;
  entities: Entity[];
  /** In the unit of the detector; 1 when absent. */
  amount?: number;
}

export interface CountSpec {
  id: string;
  rule: Rule;
  /** What is counted, as an alert says it: `RDP connections`. */
  unit: string;
  /** Sources of events that may count. Asked of every event before anything else. */
  sources: ReadonlySet<string>;
  count: (event: TelemetryEvent) => Counted | undefined;
  cases: StatefulCase[];
}

const none: Observation[] = [];
const maxName = 256;

const dataSchema = z.object({ n: z.number(), name: z.string(), entities: z.array(z.custom<Entity>()) });

/** A detector that learns how much of something an entity usually does and reports when it does far more. */
export function countDetector({ id, rule, unit, sources, count, cases }: CountSpec): StatefulDetector {
  return {
    id,
    cases,
    concerns: ({ source }) => sources.has(source),
    keyOf(event) {
      if (!sources.has(event.source)) return none;
      const counted = count(event);
      return counted === undefined ? none : [observationOf(id, event, counted)];
    },
    observe(entityKey, observations, state) {
      let baseline = state === undefined ? undefined : countBaselineSchema.parse(state);
      const findings: Finding[] = [];
      for (const run of sameHour(observations)) {
        const before = baseline;
        const counted = countInto(before, run.hour, run.amount);
        baseline = counted.baseline;
        if (counted.surprise === undefined) continue;
        findings.push(findingOf(rule, unit, entityKey, firstSurprising(before, run), counted.surprise));
      }
      return { findings, state: { ...baseline } };
    },
  };
}

function observationOf(
  detector: string,
  { id, time, resourceId }: TelemetryEvent,
  { entityKey, name, entities, amount = 1 }: Counted,
): Observation {
  const data = { n: amount, name: name.slice(0, maxName), entities: entities as unknown as Json };
  return { detector, entityKey, time, resourceId, eventId: id, data: data as JsonObject };
}

/** Observations of one hour that follow each other: counted together they give what they give one by one. */
interface Run {
  hour: number;
  amount: number;
  observations: Observation[];
}

function sameHour(observations: Observation[]): Run[] {
  const runs: Run[] = [];
  for (const observation of observations) {
    const hour = hourOf(observation.time);
    const last = runs.at(-1);
    if (last?.hour !== hour) runs.push({ hour, amount: amountOf(observation), observations: [observation] });
    else {
      last.amount += amountOf(observation);
      last.observations.push(observation);
    }
  }
  return runs;
}

const amountOf = ({ data }: Observation): number => dataSchema.shape.n.parse(data.n);

/**
 * The observation with which the count began to stand out: the same however batches were cut, so that an alert raised again is the
 * same alert. The count only grows, so halving finds it.
 */
function firstSurprising(before: CountBaseline | undefined, { hour, observations }: Run): Observation {
  let [from, to] = [1, observations.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const amount = observations.slice(0, middle).reduce((sum, one) => sum + amountOf(one), 0);
    if (countInto(before, hour, amount).surprise === undefined) from = middle + 1;
    else to = middle;
  }
  return observations[to - 1]!;
}

function findingOf(
  rule: Rule,
  unit: string,
  entityKey: string,
  { data, time, resourceId, eventId }: Observation,
  { window, count, expected, probability }: Surprise,
): Finding {
  const { name, entities } = dataSchema.parse(data);
  return {
    rule,
    entityKey,
    time,
    resourceId,
    compromisedEntity: name,
    entities,
    eventIds: [eventId],
    extendedProperties: {
      Counted: unit,
      Count: rounded(count),
      Expected: rounded(expected),
      Window: window === 'hour' ? 'the hour so far' : 'the last 24 hours',
      Probability: probability.toExponential(1),
    },
  };
}

const rounded = (amount: number): string => String(amount >= 100 ? Math.round(amount) : Number(amount.toPrecision(2)));
