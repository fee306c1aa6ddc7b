import type { Alert } from '../../../model/alert';
import type { Json, JsonObject } from '../../../model/json';

const maxTexts = 200;
const maxDepth = 4;

/**
 * Texts of an alert's entities under a field of a suppression rule (`entities.process.commandline`), nested entities and lists
 * included. Names are compared without case; the wire writes the entity type `azure-resource` without its hyphen.
 */
export function entityTexts({ entities }: Alert, field: string): string[] {
  const [prefix, type, ...path] = field.toLowerCase().split('.');
  if (prefix !== 'entities' || type === undefined || path.length === 0) return [];
  const texts: string[] = [];
  for (const entity of allEntities(entities as JsonObject[])) {
    if (plain(entity['type']) === plain(type)) collect(entity, path, texts);
  }
  return texts.slice(0, maxTexts);
}

/** Entities and those that stand inside of them: the host of an account, the image file of a process. */
function allEntities(entities: readonly JsonObject[], depth = 0): JsonObject[] {
  if (depth > maxDepth) return [];
  return entities.flatMap((entity) => [
    entity,
    ...allEntities(Object.values(entity).flat().filter(isEntity), depth + 1),
  ]);
}

function collect(value: Json | undefined, path: readonly string[], texts: string[]): void {
  if (Array.isArray(value)) return value.forEach((one) => collect(one, path, texts));
  const [name, ...rest] = path;
  if (name === undefined) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') texts.push(String(value));
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (key.toLowerCase() === name) collect(member, rest, texts);
  }
}

const plain = (type: Json | undefined): string =>
  typeof type === 'string' ? type.toLowerCase().replaceAll('-', '') : '';

const isEntity = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value['type'] === 'string';
