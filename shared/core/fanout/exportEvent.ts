import type { EventSource } from '../../model/automation';
import type { JsonObject } from '../../model/json';

/** One event as consumers see it. `key` tells the events of one outbox document apart (a recommendation, a control). */
export interface ExportEvent {
  key: string;
  source: EventSource;
  resourceId: string;
  payload: JsonObject;
}
