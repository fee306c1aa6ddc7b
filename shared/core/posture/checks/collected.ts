import type { Resource } from '../../../model/resource';
import { collectedTypes } from '../inventory/collectedTypes';
import { collectionMark, collectionMarkType } from '../inventory/collectionMark';
import type { ResourceGraph } from '../recommendation';
import { listAt, wordAt } from './setting';

/** True where the inventory read all resources of the type at the judged resource: none of them there means that there are none. */
export const isCollected = (graph: ResourceGraph, type: string, { id }: Resource): boolean =>
  collectedTypes(graph.ofType(collectionMarkType))(type, id);

/** True where the inventory says that it could not read all resources of the type. */
export const isCutShort = (graph: ResourceGraph, type: string): boolean =>
  graph
    .ofType(collectionMarkType)
    .some((mark) => wordAt(mark.properties, 'outcome') !== 'complete' && isAbout(mark, type.toLowerCase()));

/** Only the mark of the table `resources` names no types, and what is asked about here is in tables of its own. */
const isAbout = ({ name, properties }: Resource, type: string): boolean =>
  listAt(properties, 'types')?.some((one) => typeof one === 'string' && one.toLowerCase() === type) ??
  name.toLowerCase() !== 'resources';

/** The mark of such a listing at a resource, for cases. */
export const sampleCollection = (
  { id }: Resource,
  type: string,
  outcome: 'complete' | 'refused' = 'complete',
): Resource => collectionMark(id, type, { types: [type], outcome });
