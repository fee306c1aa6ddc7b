import { z } from 'zod';
import type { Stored } from './documents/stored';

/** `a.b.c`: members by name whatever their case; a member whose own name holds dots counts too. Every element of a list is meant. */
const path = z.string().min(1).max(256);
const paths = z.union([path, z.array(path).min(1).max(8)]);

const scalar = z.union([z.string().max(1024), z.number(), z.boolean()]);

const conditionSchema = z
  .strictObject({
    path,
    /** One of these, as text and without case. */
    equals: z.union([scalar, z.array(scalar).min(1).max(64)]).optional(),
    startsWith: z.string().min(1).max(256).optional(),
    exists: z.boolean().optional(),
  })
  .refine(
    ({ equals, startsWith, exists }) =>
      [equals, startsWith, exists].filter((asked) => asked !== undefined).length === 1,
    'gives one of equals, startsWith and exists',
  );

export type MappingCondition = z.infer<typeof conditionSchema>;

const word = z.string().trim().min(1).max(128);

/**
 * How records of a sender that no other source knows become events: which records are meant, and where each of them says what.
 * Members that take a list of paths take the first that holds something.
 */
export const sourceMappingSchema = z.strictObject({
  description: z.string().max(1024).optional(),
  enabled: z.boolean().default(true),
  /** Mappings are asked by their order, then by name; the first that matches reads the record. */
  order: z.int().min(0).max(10_000).default(100),
  /** All of them hold. */
  match: z.array(conditionSchema).min(1).max(16),
  /** In one of the time formats of docs/source-mappings.md; else the usual names are looked at. */
  time: paths.optional(),
  /** What tells two records of the sender apart: a resend has the same. */
  id: paths.optional(),
  /** Paths, or an Azure resource id, which begins with `/`. */
  resourceId: paths.optional(),
  host: paths.optional(),
  account: paths.optional(),
  /** Every one of them is an address of the event. */
  address: paths.optional(),
  url: paths.optional(),
  domain: paths.optional(),
  /** Which Sigma rules look at the events. */
  logSource: z
    .strictObject({ product: word.optional(), service: word.optional(), category: word.optional() })
    .default({}),
  /** More names for what the record says, as rules call it. What the sender calls so itself stays. */
  fields: z
    .record(z.string().regex(/^[A-Za-z@][\w.@-]{0,127}$/, 'is no name of a field'), paths)
    .refine((given) => Object.keys(given).length <= 64, 'holds at most 64 names')
    .default({}),
});

export type SourceMapping = z.infer<typeof sourceMappingSchema>;

export interface NamedMapping extends SourceMapping {
  name: string;
}

/** Container `settings`, scope `/sourcemappings`: all in one partition, so that ingest reads them with one question. */
export interface SourceMappingDocument extends Stored {
  kind: 'sourceMapping';
  scope: string;
  mapping: NamedMapping;
  updatedAt: string;
  /** Object id of the principal. */
  updatedBy: string;
}
