import { bytesAt, malformed, mapEntriesAt, sectionsOf, type MapEntry } from './amqpValue';
import { AmqpFault } from './amqpFault';
import { encodeRecord } from './storedEvent';

/** Message format of a batch: every data section is a whole encoded message. */
export const BATCH_FORMAT = 0x80013700;

const HEADER = 0x70;
const MESSAGE_ANNOTATIONS = 0x72;
const DATA = 0x75;
const PARTITION_KEY = 'x-opt-partition-key';
/** Set by the service alone; a forwarded event brings the ones of the hub it came from. */
const RESERVED: ReadonlySet<string> = new Set(['x-opt-sequence-number', 'x-opt-offset', 'x-opt-enqueued-time']);
/** The key of the envelope goes to every event, so that many tiny ones may grow. */
const MAX_STORED_BYTES = 4 * 1024 * 1024;
const NOTHING = Buffer.alloc(0);

export interface IncomingEvents {
  partitionKey: string | undefined;
  /** Records as `storedEvent.ts` describes them. */
  records: Buffer[];
}

/** Splits what a producer sent into the events to store. Throws AmqpFault when it is not well-formed. */
export function incomingEvents(message: Buffer, format: number): IncomingEvents {
  const sections = sectionsOf(message);
  const annotations = sections.find((section) => section.code === MESSAGE_ANNOTATIONS);
  const key = annotations && mapEntriesAt(message, annotations.value).find((entry) => entry.key === PARTITION_KEY);
  const partitionKey = key && bytesAt(message, key.value).toString('utf8');
  if (format !== BATCH_FORMAT) return { partitionKey, records: [recordOf(message, undefined)] };
  const records: Buffer[] = [];
  let bytes = 0;
  for (const section of sections) {
    if (section.code !== DATA) continue;
    const record = recordOf(bytesAt(message, section.value), key);
    bytes += record.length;
    if (bytes > MAX_STORED_BYTES) throw tooMany();
    records.push(record);
  }
  if (records.length === 0) throw malformed('a batch without events');
  return { partitionKey, records };
}

function recordOf(message: Buffer, envelopeKey: MapEntry | undefined): Buffer {
  const sections = sectionsOf(message);
  if (sections.length === 0) throw malformed('an empty event');
  const header = sections.find((section) => section.code === HEADER);
  const annotations = sections.find((section) => section.code === MESSAGE_ANNOTATIONS);
  const rest = sections.find((section) => section.code > MESSAGE_ANNOTATIONS);
  if (!rest) throw malformed('an event without body');
  if (sections.some((section) => section.start > rest.start && section.code <= MESSAGE_ANNOTATIONS)) {
    throw malformed('sections out of order');
  }
  const kept = annotations ? mapEntriesAt(message, annotations.value).filter(({ key }) => !RESERVED.has(key)) : [];
  if (envelopeKey && !kept.some(({ key }) => key === PARTITION_KEY)) kept.push(envelopeKey);
  if (kept.length > 1000) throw malformed('more than 1,000 annotations');
  const headerBytes = header ? message.subarray(header.start, header.end) : NOTHING;
  if (headerBytes.length > 0xffff) throw malformed('a header of more than 64 KB');
  return encodeRecord({
    header: headerBytes,
    annotations: kept.length > 0 ? Buffer.concat(kept.map(({ bytes }) => bytes)) : NOTHING,
    annotationElements: kept.length * 2,
    rest: message.subarray(rest.start),
  });
}

function tooMany(): AmqpFault {
  return new AmqpFault('amqp:link:message-size-exceeded', 'The events of the batch are too many to be stored as one.');
}
