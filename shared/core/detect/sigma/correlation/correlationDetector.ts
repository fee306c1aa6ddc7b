import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Entity } from '../../../../model/entity';
import type { JsonObject } from '../../../../model/json';
import type { TelemetryEvent } from '../../../../model/telemetryEvent';
import { compromisedEntityOf } from '../../compromisedEntity';
import type { Finding, Observation, Rule, StatefulCase, StatefulDetector } from '../../detector';
import { createEventViews } from '../eventViews';
import { createFieldReader } from '../fieldReader';
import { createBuckets } from '../logSourceBuckets';
import type { RecordView } from '../recordView';
import { type CorrelationNode, fieldsBelow, type RuleNode, rulesBelow } from './correlationNode';
import { feed, groupOf, type NodeState, type RuleHit } from './feed';
import type { Match } from './hits';

/** Longer values are told apart by their digest: states stay small. */
const maxValue = 40;
const maxEntities = 8;
/** The one group of correlations that group by nothing. */
const wholeWorkspace = '*';

const dataSchema = z.object({
  rule: z.string(),
  fields: z.record(z.string(), z.string()),
  entities: z.array(z.custom<Entity>()),
});

/** A correlation as a detector that remembers, one state per group of values. */
export function createCorrelationDetector(node: CorrelationNode, rule: Rule, cases: StatefulCase[]): StatefulDetector {
  const leaves = uniqueRules(node);
  const names = [...new Set(fieldsBelow(node))];
  const bucketOf = createBuckets(leaves.map((leaf) => leaf.rule));

  return {
    id: `correlation:${node.id}`,
    cases,
    concerns: ({ logSource }) => !bucketOf(logSource).isEmpty,
    keyOf(event) {
      const candidates = bucketOf(event.logSource).candidatesFor(event);
      if (candidates.length === 0) return [];
      const viewsFor = createEventViews(event);
      return leaves.flatMap((leaf): Observation[] => {
        if (!candidates.includes(leaf.rule)) return [];
        const view = viewsFor(leaf.rule).find((one) => leaf.rule.matches(one));
        return view === undefined ? [] : observationOf(node, leaf, names, event, view);
      });
    },
    observe(entityKey, observations, state) {
      const findings: Finding[] = [];
      let current = state as NodeState | undefined;
      for (const observation of observations) {
        const data = dataSchema.parse(observation.data);
        const hit: RuleHit = { ...data, time: Date.parse(observation.time), eventId: observation.eventId };
        const fed = feed(node, current, hit);
        current = fed.state;
        if (fed.match) findings.push(findingOf(rule, node, entityKey, observation, data.entities, hit, fed.match));
      }
      return { findings, state: (current ?? { hits: [] }) as unknown as JsonObject };
    },
  };
}

const uniqueRules = (node: CorrelationNode): RuleNode[] => [
  ...new Map(rulesBelow(node).map((leaf) => [leaf.id, leaf])).values(),
];

function observationOf(
  node: CorrelationNode,
  leaf: RuleNode,
  names: string[],
  event: TelemetryEvent,
  view: RecordView,
): Observation[] {
  const read = names.map((name) => [name, valueOf(leaf, name, view)] as const);
  const fields = Object.fromEntries(read.filter((pair): pair is [string, string] => pair[1] !== undefined));
  const entityKey = groupOf(node, { rule: leaf.id, time: 0, eventId: event.id, fields });
  if (entityKey === undefined) return [];
  const { time, resourceId, id: eventId } = event;
  const entities = event.entities.slice(0, maxEntities) as unknown as JsonObject[];
  const data = { rule: leaf.id, fields, entities };
  return [
    { detector: `correlation:${node.id}`, entityKey: entityKey || wholeWorkspace, time, resourceId, eventId, data },
  ];
}

/** Values are equal whatever their case, as in rules; several values of a field are one text. */
function valueOf(leaf: RuleNode, name: string, view: RecordView): string | undefined {
  const texts = createFieldReader(leaf.fields.get(name) ?? name, leaf.rule.fieldNames).texts(view);
  if (texts.length === 0) return undefined;
  const value = texts.map(({ text }) => text.toLowerCase()).join(', ');
  return value.length <= maxValue ? value : createHash('sha256').update(value).digest('hex').slice(0, 16);
}

function findingOf(
  rule: Rule,
  { groupBy }: CorrelationNode,
  entityKey: string,
  { time, resourceId }: Observation,
  entities: Entity[],
  { fields }: RuleHit,
  match: Match,
): Finding {
  return {
    rule,
    entityKey,
    time,
    resourceId,
    compromisedEntity: compromisedEntityOf(resourceId, entities),
    entities,
    eventIds: match.eventIds,
    extendedProperties: {
      'First event': new Date(match.from).toISOString(),
      'Last event': new Date(match.to).toISOString(),
      Events: String(match.count),
      ...Object.fromEntries(groupBy.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]]))),
    },
  };
}
