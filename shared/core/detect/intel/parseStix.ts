import { z } from 'zod';
import { Rejected } from '../../../model/rejected';
import type { ParsedItems } from './feedItem';
import { canonicalValue, type ListedIndicator, type Marking } from './indicator';
import { thingsInPattern } from './stixPattern';

const time = z.iso.datetime({ offset: true });

/** What is read of a STIX 2.1 indicator; everything else of it is left. */
const indicatorSchema = z.object({
  type: z.literal('indicator'),
  id: z.string().max(200),
  modified: time,
  name: z.string().optional(),
  description: z.string().optional(),
  pattern: z.string(),
  pattern_type: z.string().default('stix'),
  valid_from: time.optional(),
  valid_until: time.optional(),
  confidence: z.number().int().min(0).max(100).optional(),
  revoked: z.boolean().default(false),
  object_marking_refs: z.array(z.string()).default([]),
});

type StixIndicator = z.infer<typeof indicatorSchema>;

/** Ids that the specification gives the TLP markings (STIX 2.1, section 7.2.1.4, and TLP 2.0 of FIRST). */
const tlp: Record<string, Marking> = {
  'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9': 'clear',
  'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da': 'green',
  'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82': 'amber',
  'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed': 'red',
  'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487': 'clear',
  'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb': 'green',
  'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421': 'amber',
  'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003': 'amber+strict',
  'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1': 'red',
};

/** The latest version of each indicator among objects of a bundle or TAXII envelope; a revoked one holds nothing any more. */
export function stixItems(feed: string, objects: unknown[]): ParsedItems {
  const parsed: ParsedItems = { items: [], rejected: [] };
  const latest = new Map<string, { at: number; object: StixIndicator }>();
  objects.forEach((object, at) => {
    if (typeOf(object) !== 'indicator') return;
    const read = indicatorSchema.safeParse(object);
    if (!read.success) {
      parsed.rejected.push({ feed, line: at + 1, reason: z.prettifyError(read.error) });
      return;
    }
    const known = latest.get(read.data.id);
    if (known === undefined || Date.parse(known.object.modified) <= Date.parse(read.data.modified)) {
      latest.set(read.data.id, { at, object: read.data });
    }
  });
  for (const { at, object } of latest.values()) {
    const item = { key: object.id, version: new Date(object.modified).toISOString() };
    try {
      parsed.items.push({ ...item, indicators: object.revoked ? [] : indicatorsOf(feed, object) });
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      parsed.rejected.push({ feed, line: at + 1, reason: `${object.id}: ${error.message}` });
      // Nor does an earlier version count, which said something else.
      parsed.items.push({ ...item, indicators: [] });
    }
  }
  return parsed;
}

/** Of a bundle (`{"type": "bundle", "objects": []}`), an envelope or a bare array. Throws Rejected for anything else. */
export function objectsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  const { objects } = z
    .object({ objects: z.array(z.unknown()).default([]) })
    .catch({ objects: [] })
    .parse(value);
  if (objects.length === 0)
    throw new Rejected('NotStix', 'The file holds no STIX bundle: no member "objects" with a list');
  return objects;
}

function indicatorsOf(feed: string, object: StixIndicator): ListedIndicator[] {
  if (object.pattern_type !== 'stix')
    throw new Rejected('PatternUnusable', `patterns of type ${object.pattern_type} are not read`);
  const marking = object.object_marking_refs.map((reference) => tlp[reference]).find((found) => found !== undefined);
  return thingsInPattern(object.pattern).map(({ type, value }) => ({
    type,
    value: canonicalValue(type, value),
    description: object.name ?? object.description ?? '',
    feed,
    reference: object.id,
    ...(object.confidence !== undefined && { confidence: object.confidence }),
    ...(object.valid_from !== undefined && { validFrom: object.valid_from }),
    ...(object.valid_until !== undefined && { validUntil: object.valid_until }),
    ...(marking !== undefined && { marking }),
  }));
}

const typeOf = (object: unknown): unknown =>
  typeof object === 'object' && object !== null && 'type' in object ? object.type : undefined;
