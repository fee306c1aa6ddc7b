import type { Json } from '../../../model/json';
import type { Resource } from '../../../model/resource';
import { parseResourceId } from '../../../model/resourceId';
import { isDoubt } from '../policy/doubt';
import { asResource, inlineChildren } from './asResource';
import type { TemplateResource } from './templateResource';

const maxSteps = 3;

/**
 * What a recommendation sees beside a resource: all below its top-level resource, and the network resources that those lead
 * to, as the inventory keeps them together. Resources that may not be deployed are seen by nobody but themselves.
 */
export function graphMembers(resources: readonly TemplateResource[]): (judged: TemplateResource) => Resource[] {
  const sure = resources.filter(({ maybe }) => maybe === undefined);
  const roots = new Map<string, TemplateResource[]>();
  for (const one of sure) {
    const root = rootOf(one.id);
    roots.set(root, [...(roots.get(root) ?? []), one]);
  }

  return (judged) => {
    const seen = new Set<TemplateResource>();
    let edge = roots.get(rootOf(judged.id)) ?? [];
    for (let step = 0; step <= maxSteps && edge.length > 0; step += 1) {
      for (const one of edge) seen.add(one);
      const led = new Set(edge.flatMap(({ body }) => idsWithin(body)).map(rootOf));
      edge = [...led].flatMap((root) => roots.get(root) ?? []).filter((one) => isNetwork(one) && !seen.has(one));
    }
    seen.delete(judged);
    const found = [...seen].filter(({ id }) => id !== judged.id).map(asResource);
    const inline = [asResource(judged), ...found].flatMap(inlineChildren);
    const stated = new Set(found.map(({ id }) => id.toLowerCase()));
    return [...found, ...inline.filter(({ id }) => !stated.has(id.toLowerCase()))];
  };
}

const isNetwork = ({ type }: TemplateResource): boolean => type.toLowerCase().startsWith('microsoft.network/');
const rootOf = (id: string): string => parseResourceId(id).rootId;

function idsWithin(value: Json): string[] {
  if (typeof value === 'string') return value.startsWith('/subscriptions/') ? [value] : [];
  if (typeof value !== 'object' || value === null || isDoubt(value)) return [];
  return Object.values(value).flatMap(idsWithin);
}
