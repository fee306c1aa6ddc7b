import type { Json, JsonObject } from '../../model/json';
import type { TelemetryEvent } from '../../model/telemetryEvent';
import { parseTime } from './parseTime';
import type { RecordContext } from './source';

/** Where senders write the time of an event, best first. Sysmon's `UtcTime` goes before `TimeCreated`, which lies about its zone. */
const timeKeys = [
  'time',
  'timestamp',
  'timeStamp',
  'Timestamp',
  'UtcTime',
  'TimeGenerated',
  'eventTime',
  'EventTime',
  'TimeCreated',
  '@timestamp',
  'createdAt',
  'unixTime',
  'calendarTime',
  'EventTimeString',
] as const;

export type EventTime = Pick<TelemetryEvent, 'time' | 'timeOrigin'>;

/** Time of a record by the first key that holds one, else when the hub took it, marked as such. */
export function recordTime(record: JsonObject, context: RecordContext, keys: readonly string[] = timeKeys): EventTime {
  for (const key of keys) {
    const value = record[key];
    const time = value === undefined ? undefined : parseTime(value, context.enqueuedAt);
    if (time !== undefined) return { time, timeOrigin: 'record' };
  }
  return timeOr(undefined, context);
}

/** Takes one value as the event's time, else the enqueued time. */
export function timeOr(value: Json | undefined, context: RecordContext): EventTime {
  const time = parseTime(value, context.enqueuedAt);
  return time === undefined ? { time: context.enqueuedAt, timeOrigin: 'enqueued' } : { time, timeOrigin: 'record' };
}

/** When a state was seen: a sender's clock that runs ahead must not hide all later states. */
export const observedAt = (value: Json | undefined, context: RecordContext): string => {
  const { time } = timeOr(value, context);
  return time < context.enqueuedAt ? time : context.enqueuedAt;
};
