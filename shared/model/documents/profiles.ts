import type { JsonObject } from '../json';
import type { Stored } from './stored';

/** Container `profiles`, key `/entityKey`: state of one stateful detector for one entity. */
export interface ProfileDocument extends Stored {
  kind: 'profile';
  entityKey: string;
  detector: string;
  /** Partition of the telemetry hub to the position of the last event counted. */
  counted: Record<string, string>;
  state: JsonObject;
}
