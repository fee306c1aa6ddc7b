import type { JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { contentId, ownId } from '../contentId';
import { textField } from '../field';
import type { RecordContext } from '../source';
import { azureResources } from './azureEntities';
import { azureTime } from './azureRecord';
import type { FlowTuple } from './flowTuple';

/** A line as it stands in the log, with what the log says of it: rule, interface, .. */
export interface FlowLine {
  text: string;
  about: JsonObject;
}

export interface FlowLog {
  /** Id of the source; Sigma's service in lower case. */
  source: string;
  record: JsonObject;
  /** What is logged: the network security group, or the resource that the flow log was made for. */
  resourceId: string;
  envelope: JsonObject;
  lines: FlowLine[];
  readTuple(text: string): FlowTuple | undefined;
}

/**
 * An event for each line. A line that is no tuple is kept as text; a log without lines is an event itself. Blobs are read again:
 * the id is that of the line at its interface and rule, equal lines counted.
 */
export function flowEvents(log: FlowLog, context: RecordContext): TelemetryEvent[] {
  const time = azureTime(log.record, context);
  const base = {
    source: log.source,
    ...time,
    resourceId: log.resourceId,
    logSource: { product: 'azure', service: log.source.toLowerCase(), category: 'firewall' },
    entities: azureResources(log.resourceId),
  };
  if (log.lines.length === 0) {
    const position = time.timeOrigin === 'record' ? '' : context.position;
    return [{ ...base, id: contentId(log.source, log.record, position), fields: log.record }];
  }
  const seen = new Map<string, number>();
  return log.lines.map(({ text, about }) => {
    const place = JSON.stringify([log.resourceId.toLowerCase(), textField(log.record, 'macAddress'), about, text]);
    const count = (seen.get(place) ?? 0) + 1;
    seen.set(place, count);
    const id = ownId(
      log.source,
      place,
      count === 1 ? '' : String(count),
      time.timeOrigin === 'record' ? time.time : '',
    );
    const fields = { ...log.envelope, ...about, flowTuple: text };
    return withTuple({ ...base, id, fields }, log.readTuple(text));
  });
}

function withTuple(event: TelemetryEvent, tuple: FlowTuple | undefined): TelemetryEvent {
  if (tuple === undefined) return event;
  const { time, source, destination, fields } = tuple;
  const addresses = [...new Set([source, destination])].map((address) => ({ type: 'ip' as const, address }));
  return {
    ...event,
    time,
    timeOrigin: 'record',
    entities: [...addresses, ...event.entities],
    fields: { ...event.fields, ...fields },
  };
}
