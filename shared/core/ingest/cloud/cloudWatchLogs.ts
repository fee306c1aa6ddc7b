import type { Json, JsonObject } from '../../../model/json';
import { isObject, jsonField } from '../field';
import type { RawRecord } from '../source';
import { textAt } from './memberAt';

/** One entry of a CloudWatch Logs subscription: its message, opened when it is JSON, and when it was logged (epoch ms). */
export interface LogEntry {
  message: RawRecord;
  timestamp: Json | undefined;
}

/** Entries of `{messageType, logGroup, logStream, logEvents: [{id, timestamp, message}]}`; none for other records. */
export function cloudWatchEntries(record: JsonObject): LogEntry[] {
  if (!Array.isArray(record.logEvents) || textAt(record, 'logGroup') === '') return [];
  return record.logEvents.filter(isObject).flatMap(({ message, timestamp }): LogEntry[] => {
    const opened = jsonField(message);
    if (isObject(opened)) return [{ message: opened, timestamp }];
    return typeof message === 'string' && message !== '' ? [{ message, timestamp }] : [];
  });
}
