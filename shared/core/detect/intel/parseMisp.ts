import { z } from 'zod';
import { Rejected } from '../../../model/rejected';
import type { FeedItem } from './feedItem';
import { canonicalValue, type IndicatorType, type Marking, markings } from './indicator';
import type { ParsedIndicators } from './parseIndicators';

/** The year 9999: no date goes beyond. */
export const maxSeconds = 253_402_300_799;

const attributeSchema = z.object({
  uuid: z.string().max(64).default(''),
  type: z.string(),
  value: z.string().max(8192),
  /** False: context, not to be looked for. */
  to_ids: z.boolean().default(false),
  deleted: z.boolean().default(false),
  comment: z.string().default(''),
});

/** A MISP event as its feeds write it (`<uuid>.json`): attributes of its own and those of its objects. */
export const mispEventSchema = z.object({
  Event: z.object({
    uuid: z.string().max(64).default(''),
    info: z.string().default(''),
    timestamp: z.coerce.number().int().min(0).max(maxSeconds).default(0),
    Attribute: z.array(attributeSchema).default([]),
    Object: z.array(z.object({ Attribute: z.array(attributeSchema).default([]) })).default([]),
    Tag: z.array(z.object({ name: z.string() })).default([]),
  }),
});

const types: Record<string, IndicatorType> = {
  'ip-src': 'ip',
  'ip-dst': 'ip',
  domain: 'domain',
  hostname: 'domain',
  url: 'url',
  uri: 'url',
  link: 'url',
  md5: 'hash',
  sha1: 'hash',
  sha256: 'hash',
};

/** Types of two parts, `domain|ip`, `filename|md5`, `ip-dst|port`: the part that can be looked for, by position. */
const part: Record<string, [IndicatorType, 0 | 1]> = {
  'domain|ip': ['domain', 0],
  'filename|md5': ['hash', 1],
  'filename|sha1': ['hash', 1],
  'filename|sha256': ['hash', 1],
  'ip-src|port': ['ip', 0],
  'ip-dst|port': ['ip', 0],
  'hostname|port': ['domain', 0],
};

/** An event as one item, under its uuid and the time of its last change. Throws Rejected for what is no event. */
export function mispItem(feed: string, event: unknown): { item: FeedItem; rejected: ParsedIndicators['rejected'] } {
  const { indicators, rejected } = parseMispEvent(feed, event);
  const { uuid, timestamp } = mispEventSchema.parse(event).Event;
  return { item: { key: uuid, version: mispTime(timestamp), indicators }, rejected };
}

/** MISP tells times in seconds since 1970. */
export const mispTime = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** Attributes that MISP marks as worth looking for. Other types (mail, registry, ..) are passed over without a word: they are no fault. */
export function parseMispEvent(feed: string, event: unknown): ParsedIndicators {
  const read = mispEventSchema.safeParse(event);
  if (!read.success) throw new Rejected('NotMisp', `This is no MISP event: ${z.prettifyError(read.error)}`);
  const { info, Attribute, Object: objects, Tag } = read.data.Event;
  const marking = markingOf(Tag.map(({ name }) => name));
  const parsed: ParsedIndicators = { indicators: [], rejected: [] };
  const attributes = [...Attribute, ...objects.flatMap((object) => object.Attribute)];
  attributes.forEach((attribute, at) => {
    const thing = attribute.to_ids && !attribute.deleted ? thingOf(attribute) : undefined;
    if (thing === undefined) return;
    try {
      parsed.indicators.push({
        type: thing.type,
        value: canonicalValue(thing.type, thing.value),
        description: attribute.comment || info,
        feed,
        reference: attribute.uuid,
        ...(marking !== undefined && { marking }),
      });
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      parsed.rejected.push({ feed, line: at + 1, reason: error.message });
    }
  });
  return parsed;
}

function thingOf({ type, value }: { type: string; value: string }): { type: IndicatorType; value: string } | undefined {
  const composite = part[type];
  const kind = composite?.[0] ?? types[type];
  const text = composite === undefined ? value : (value.split('|')[composite[1]] ?? '');
  if (kind === undefined) return undefined;
  return { type: kind === 'ip' && text.includes('/') ? 'cidr' : kind, value: text };
}

const markingOf = (tags: string[]): Marking | undefined => {
  const named = tags.map((tag) => /^tlp:(.+)$/i.exec(tag)?.[1]?.toLowerCase().replace('white', 'clear'));
  return markings.find((marking) => named.includes(marking));
};
