import type { Json, JsonObject } from '../../../model/json';
import { type Doubt, isDoubt } from '../policy/doubt';
import { idParts } from '../policy/resources/resourceName';
import { isPartlyKnown, readable, textDoubt, valueLater } from './partlyKnown';
import type { TemplateNote, TemplatePath, TemplateResource } from './templateResource';

/**
 * Makes doubts of texts that are known in part. Ids of resources of the same template stay texts, so that they lead there;
 * names and ids for people have the unknown parts in braces. Notes what failed to evaluate.
 */
export function settleResources(
  resources: readonly TemplateResource[],
  note: (kind: TemplateNote['kind'], message: string, path: TemplatePath) => void,
): TemplateResource[] {
  const ids = new Set(resources.map(({ id }) => id.toLowerCase()));

  function settled(value: Json | Doubt, path: TemplatePath): Json {
    if (typeof value === 'string') {
      if (!isPartlyKnown(value)) return value;
      return ids.has(value.toLowerCase()) ? readable(value) : (textDoubt(value) as unknown as Json);
    }
    if (typeof value !== 'object' || value === null) return value;
    if (isDoubt(value)) {
      if (value.reason === 'not-known-before-deployment') return value as unknown as Json;
      note('expression-failed', value.detail, path);
      return valueLater(`an expression that fails: ${value.detail}`) as unknown as Json;
    }
    if (Array.isArray(value)) return value.map((element, at) => settled(element, [...path, at]));
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, settled(member, [...path, key])]));
  }

  return resources.map((resource) => {
    const id = readable(resource.id);
    const { type, names } = idParts(id);
    const name: Json = isPartlyKnown(resource.id) ? unknownName(resource.id) : (names.at(-1) ?? '');
    const body = settled(resource.body, resource.path) as JsonObject;
    return {
      ...resource,
      idDoubt: textDoubt(resource.id),
      id,
      type: type || resource.type,
      body: { ...body, id, type: type || resource.type, name },
    };
  });
}

/** The name is known where only the place of the resource is not. */
function unknownName(id: string): Json {
  const name = id.slice(id.lastIndexOf('/') + 1);
  return isPartlyKnown(name) ? (textDoubt(name) as unknown as Json) : readable(name);
}
