import type { Json, JsonObject } from '../../../model/json';
import type { MappingCondition, NamedMapping } from '../../../model/sourceMapping';
import type { LogSource } from '../../../model/telemetryEvent';
import { ownId } from '../contentId';
import { asText } from '../field';
import { timeOr } from '../recordTime';
import type { RecordContext, RecordMapping } from '../source';
import { mappedEntities, pathsOf, textAt } from './mappedEntities';
import { type Path, pathOf, valuesAt } from './valuesAt';

/** Ready for use, in the order in which they are asked; those that are switched off are left out. */
export const recordMappings = (mappings: readonly NamedMapping[]): RecordMapping[] =>
  mappings
    .filter(({ enabled }) => enabled)
    .sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1))
    .map(recordMapping);

function recordMapping(mapping: NamedMapping): RecordMapping {
  const { name } = mapping;
  const { product, service, category } = mapping.logSource;
  const logSource: LogSource = {
    ...(product && { product }),
    ...(service && { service }),
    ...(category && { category }),
  };
  const conditions = mapping.match.map(conditionOf);
  const [times, ids] = [pathsOf(mapping.time), pathsOf(mapping.id)];
  const resourceIdOf = resourceIdIn(mapping.resourceId);
  const added = Object.entries(mapping.fields).map(([key, paths]) => [key, pathsOf(paths)] as const);
  const entitiesIn = mappedEntities(mapping);
  return {
    name,
    matches: (record) => conditions.every((holds) => holds(record)),
    applied(event) {
      const { fields } = event;
      const id = textAt(fields, ids);
      const entities = entitiesIn(fields);
      return {
        ...event,
        ...(id !== undefined && { id: ownId('generic', name, id) }),
        resourceId: resourceIdOf(fields) ?? event.resourceId,
        logSource,
        entities: entities.length > 0 ? entities : event.entities,
        fields: { ...addedFields(fields, added), ...fields, _mapping: name },
      };
    },
    timeOf: (record, context) => timeAt(record, times, context),
  };
}

function conditionOf({ path, equals, startsWith, exists }: MappingCondition): (record: JsonObject) => boolean {
  const at = pathOf(path);
  if (exists !== undefined) return (record) => valuesAt(record, at).length > 0 === exists;
  const texts = (record: JsonObject) => valuesAt(record, at).map((value) => asText(value).toLowerCase());
  if (startsWith !== undefined) {
    const start = startsWith.toLowerCase();
    return (record) => texts(record).some((text) => text.startsWith(start));
  }
  const wanted = new Set([equals ?? []].flat().map((value) => String(value).toLowerCase()));
  return (record) => texts(record).some((text) => wanted.has(text));
}

/** An id of its own, or the first text at a path that is one: what else stands there names no Azure resource. */
function resourceIdIn(setting: string | string[] | undefined): (record: JsonObject) => string | undefined {
  const choices = [setting ?? []].flat().map((text) => (text.startsWith('/') ? text : pathOf(text)));
  return (record) => {
    for (const choice of choices) {
      const text = typeof choice === 'string' ? choice : textAt(record, [choice]);
      if (text?.startsWith('/')) return text;
    }
    return undefined;
  };
}

function timeAt(
  record: JsonObject,
  times: readonly Path[],
  context: RecordContext,
): ReturnType<RecordMapping['timeOf']> {
  for (const path of times) {
    for (const value of valuesAt(record, path)) {
      const found = timeOr(value, context);
      if (found.timeOrigin === 'record') return found;
    }
  }
  return undefined;
}

/** Several values under one name are a list, which rules look at element by element. */
function addedFields(record: JsonObject, added: (readonly [string, Path[]])[]): JsonObject {
  const found: JsonObject = {};
  for (const [name, paths] of added) {
    const values: Json[] | undefined = paths.map((path) => valuesAt(record, path)).find((each) => each.length > 0);
    if (values) found[name] = values.length === 1 ? values[0]! : values;
  }
  return found;
}
