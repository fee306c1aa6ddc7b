import type { TelemetryEvent } from '../../model/telemetryEvent';
import type { DecodedRecord, RejectedRecord } from './decodedBody';
import { maxEventBytes } from './limits';
import { unreadable, unreadableBy } from './unreadable';
import { createRecogniser, type Recogniser } from './recogniser';
import type { RawRecord, RecordContext, Source } from './source';

/**
 * An event with the records it came from. Several records can make one event (audit lines) and one record several events
 * (facts of a machine): a record is stored when one of its events is, and each record stands in the `covers` of at least one.
 */
export interface NormalisedEvent {
  event: TelemetryEvent;
  /** The first of `covers`: the event's place in its body. */
  index: number;
  covers: number[];
  /** The event may go on in other messages. */
  part?: EventPart;
}

/** What is needed to read an event again, with records of other messages. */
export interface EventPart {
  source: Source;
  /** Equal for records of one event. */
  key: string;
  raws: RawRecord[];
  bytes: number;
  context: RecordContext;
}

export interface Normalised {
  /** By `index`. */
  events: NormalisedEvent[];
  rejected: RejectedRecord[];
}

/** Sources in the order in which they are asked: `order`, then id. */
export const sortSources = (sources: Source[]): Source[] =>
  [...sources].sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));

/**
 * Reads the records of one body, each by the first source that recognises it. `body.position` names the body; records add their
 * index. `sources` come sorted (`sortSources`), a source that recognises everything last. Never throws for input: what a
 * source cannot read, or leaves without an event, is rejected with its reason.
 */
export function normalise(records: DecodedRecord[], body: RecordContext, sources: Source[]): Normalised {
  const result: Normalised = { events: [], rejected: [] };
  for (const [source, own] of bySource(records, sources, result.rejected)) {
    for (const group of grouped(source, own)) read(source, group, body, result);
  }
  result.events.sort((a, b) => a.index - b.index);
  result.rejected.sort((a, b) => a.index - b.index);
  return result;
}

function bySource(
  records: DecodedRecord[],
  sources: Source[],
  rejected: RejectedRecord[],
): Map<Source, DecodedRecord[]> {
  const found = new Map<Source, DecodedRecord[]>();
  const recognise = recogniserOf(sources);
  for (const record of records) {
    try {
      const source = recognise(record.raw);
      if (source === undefined) throw unreadable('UnknownFormat', 'No source recognises the record');
      const own = found.get(source);
      if (own === undefined) found.set(source, [record]);
      else own.push(record);
    } catch (error) {
      rejected.push(rejection(record, error));
    }
  }
  return found;
}

const recognisers = new WeakMap<Source[], Recogniser>();

/** Made once for a list of sources, which does not change afterwards. */
function recogniserOf(sources: Source[]): Recogniser {
  const known = recognisers.get(sources);
  if (known !== undefined) return known;
  const made = createRecogniser(sources);
  recognisers.set(sources, made);
  return made;
}

function grouped(source: Source, records: DecodedRecord[]): DecodedRecord[][] {
  if (source.group === undefined || records.length === 1) return records.map((record) => [record]);
  return source.group(records.map(({ raw }) => raw)).map((indexes) => indexes.map((at) => records[at]!));
}

function read(source: Source, group: DecodedRecord[], body: RecordContext, result: Normalised): void {
  const covers = group.map(({ index }) => index);
  const index = Math.min(...covers);
  try {
    const bytes = group.reduce((sum, record) => sum + record.bytes, 0);
    if (group.length > 1 && bytes > maxEventBytes) {
      throw unreadable('OversizedEvent', `The records of one event have ${bytes} bytes; the limit is ${maxEventBytes}`);
    }
    const context = { ...body, position: `${body.position}/${index}` };
    const raws = group.map(({ raw }) => raw);
    const events = source.normalise(raws, context);
    if (events.length === 0) throw unreadable('NoEvent', `The record says nothing that source ${source.id} knows`);
    const repaired = group.some((record) => record.repaired);
    const key = events.length === 1 ? source.eventKey?.(raws[0]!) : undefined;
    const part = key === undefined ? undefined : { source, key, raws, bytes, context };
    for (const event of events) {
      result.events.push({ event: repaired ? marked(event) : event, index, covers, ...(part && { part }) });
    }
  } catch (error) {
    for (const record of group) result.rejected.push(rejection(record, error, source.id));
  }
}

const marked = (event: TelemetryEvent): TelemetryEvent => ({ ...event, fields: { ...event.fields, _repaired: true } });

const rejection = ({ index, raw }: DecodedRecord, error: unknown, source?: string): RejectedRecord => ({
  index,
  ...unreadableBy(error),
  raw: rawBytes(raw),
  ...(source !== undefined && { source }),
});

const rawBytes = (raw: RawRecord): Buffer => Buffer.from(typeof raw === 'string' ? raw : JSON.stringify(raw));
