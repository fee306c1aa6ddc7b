/** Why input is quarantined, each with what its sender, or whoever runs this, is to do. Metrics, entries and filters know no other. */
export const quarantineReasons = {
  BadGzip: 'Send the gzip body again, whole.',
  Binary: 'Send JSON or lines of text in UTF-8; gzip may go around it.',
  MalformedUtf8: 'Send UTF-8.',
  MalformedUtf16: 'Send whole UTF-16 with its byte order mark, or UTF-8.',
  NotJson: 'Send whole, valid JSON: the record is cut or damaged.',
  NotAReport: 'Send the report whole, or split it into whole reports.',
  TooLargeExpanded: 'Send smaller bodies: this one holds too many bytes once it is unpacked.',
  TooManyRecords: 'Split the body into several messages.',
  TooDeep: 'Flatten the record: it nests too deep.',
  OversizedRecord: 'Shorten the record, or raise the setting MAX_RECORD_BYTES.',
  OversizedEvent: 'Shorten the event: the records it is made of are too large together.',
  UnknownFormat: 'Add a source that recognises the record, then replay it.',
  NoEvent: 'Send records that say something: its source found nothing in this one.',
  SourceRejected: 'Send what the detail asks for: the source knows the record and cannot read it.',
  SourceFailed: 'Fix the source, then replay the record: the fault is in Skywarden.',
  MessageInvalid: 'Fix who writes this queue, then replay the message: it does not have the shape it should have.',
} as const;

export type QuarantineReason = keyof typeof quarantineReasons;

export const isQuarantineReason = (code: string): code is QuarantineReason => Object.hasOwn(quarantineReasons, code);
