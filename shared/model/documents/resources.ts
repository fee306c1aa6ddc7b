import type { Resource } from '../resource';
import type { Stored, Partition } from './stored';

/** Container `resources`: one resource, child, extension or set of machine facts. A removed one stays as a tombstone for 7 days. */
export interface ResourceDocument extends Stored, Partition {
  kind: 'resource';
  resourceId: string;
  type: string;
  observedAt: string;
  source: string;
  deleted?: true;
  /** Hash of the resource without times: equal for an unchanged snapshot. */
  contentHash: string;
  /** `observedAt` of the first snapshot with this content: the same as long as only the time moves. */
  changedAt?: string;
  /** A copy kept beside a machine, of this resource of another partition. Copies are read there, and never judged or listed. */
  copyOf?: string;
  resource: Resource;
}
