/**
 * One event as the log keeps it: the message as it was sent, split where the endpoint adds its own annotations on delivery.
 * Record: u16 header length, u16 annotation elements, u32 annotations length, header section, annotation elements, rest.
 */
export interface StoredEvent {
  sequence: number;
  offset: number;
  /** Milliseconds since 1970. */
  time: number;
  record: Buffer;
}

export interface EventParts {
  /** The header section, or nothing. */
  header: Buffer;
  /** Keys and values of the sender's message annotations, without a map around them. */
  annotations: Buffer;
  annotationElements: number;
  /** Properties, application properties, body and footer. */
  rest: Buffer;
}

const PREFIX = 8;

export function encodeRecord({ header, annotations, annotationElements, rest }: EventParts): Buffer {
  const record = Buffer.allocUnsafe(PREFIX + header.length + annotations.length + rest.length);
  record.writeUInt16BE(header.length, 0);
  record.writeUInt16BE(annotationElements, 2);
  record.writeUInt32BE(annotations.length, 4);
  header.copy(record, PREFIX);
  annotations.copy(record, PREFIX + header.length);
  rest.copy(record, PREFIX + header.length + annotations.length);
  return record;
}

export function decodeRecord(record: Buffer): EventParts {
  const annotationsStart = PREFIX + record.readUInt16BE(0);
  const restStart = annotationsStart + record.readUInt32BE(4);
  return {
    header: record.subarray(PREFIX, annotationsStart),
    annotationElements: record.readUInt16BE(2),
    annotations: record.subarray(annotationsStart, restStart),
    rest: record.subarray(restStart),
  };
}
