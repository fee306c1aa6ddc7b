import type { Resource } from '../../../model/resource';
import type { ResourceGraph } from '../recommendation';

/** What an id names, as far as it lies beside what is judged. */
export const resourceById = (graph: ResourceGraph, type: string, id: unknown): Resource | undefined =>
  typeof id === 'string' ? graph.ofType(type).find((one) => one.id.toLowerCase() === id.toLowerCase()) : undefined;
