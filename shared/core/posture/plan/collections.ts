import type { ResourceDocument } from '../../../model/documents/resources';
import { parseResourceId } from '../../../model/resourceId';
import { collectionMarkType } from '../inventory/collectionMark';
import { inventoryTables } from '../inventory/inventoryTables';
import { isAttached } from '../policy/rules/extensionTypes';

/** The note on how the resources of a type around a resource were listed; undefined where nobody noted it. Types in lower case. */
export type CollectionMarks = (type: string, ids: readonly string[]) => ResourceDocument | undefined;

const markType = collectionMarkType.toLowerCase();
const markPath = `/providers/${markType}/`;

export const isMark = ({ type }: Pick<ResourceDocument, 'type'>): boolean => type.toLowerCase() === markType;

/** Types in lower case that a mark is about. */
export function typesOfMark({ resource }: ResourceDocument): string[] {
  const types = resource.properties['types'];
  return Array.isArray(types) ? types.filter((one) => typeof one === 'string').map((one) => one.toLowerCase()) : [];
}

export const isComplete = ({ resource }: ResourceDocument): boolean => resource.properties['outcome'] === 'complete';

/** What the inventory noted beside the resources of a partition. `ids`: a resource and what it belongs to, nearest first. */
export function collectionMarks(documents: readonly ResourceDocument[]): CollectionMarks {
  const marks = new Map<string, ResourceDocument>();
  for (const document of documents.filter(isMark)) {
    const { id } = parseResourceId(document.resourceId);
    const about = id.slice(0, id.lastIndexOf(markPath));
    for (const type of typesOfMark(document)) marks.set(`${about}|${type}`, document);
  }
  return (type, ids) => ids.map((id) => marks.get(`${id}|${type}`)).find((one) => one !== undefined);
}

/** Their records lie outside the table of resources, or with what they are attached to. */
const apart = new Set(['microsoft.authorization', 'microsoft.insights', 'microsoft.security', 'microsoft.resources']);

/** The table of the inventory that has every resource of a type in a subscription, where there is one. */
export function tableOf(type: string): string | undefined {
  const named = inventoryTables.find(({ types }) => types?.includes(type));
  if (named) return named.name;
  const [provider = '', ...names] = type.split('/');
  return names.length === 1 && !apart.has(provider) && !isAttached(type, false) ? 'resources' : undefined;
}
