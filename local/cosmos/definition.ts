import { z } from 'zod';

const resourceId = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^/\\#?]+$/, 'must not contain / \\ # ?');
const path = z.string().regex(/^\/./, 'must start with / and name a property');
const indexPath = z.looseObject({ path });
const indexingPolicy = z.looseObject({
  indexingMode: z.preprocess(
    (mode) => (typeof mode === 'string' ? mode.toLowerCase() : mode),
    z.enum(['consistent', 'lazy', 'none']).default('consistent'),
  ),
  automatic: z.boolean().default(true),
  includedPaths: z.array(indexPath).default([]),
  excludedPaths: z.array(indexPath).default([]),
  compositeIndexes: z
    .array(z.array(indexPath.extend({ order: z.enum(['ascending', 'descending']).default('ascending') })))
    .default([]),
});

/** The Cosmos container resource, as the SDK posts it and infra/containers.json lists it. */
export const containerDefinition = z.object({
  id: resourceId,
  partitionKey: z
    .object({
      paths: z.array(path).min(1).max(3),
      kind: z.enum(['Hash', 'MultiHash']).default('Hash'),
      version: z.literal(2, 'must be 2: write the partition key in full, version 1 keys are cut after 101 bytes'),
    })
    .refine(({ kind, paths }) => kind === 'MultiHash' || paths.length === 1, 'several paths need kind MultiHash'),
  defaultTtl: z
    .int()
    .min(-1)
    .max(2147483647)
    .refine((seconds) => seconds !== 0, 'must be -1 or a positive number of seconds')
    .optional(),
  indexingPolicy: indexingPolicy.default({
    indexingMode: 'consistent',
    automatic: true,
    includedPaths: [{ path: '/*' }],
    excludedPaths: [{ path: '/"_etag"/?' }],
    compositeIndexes: [],
  }),
  uniqueKeyPolicy: z
    .looseObject({
      uniqueKeys: z
        .array(z.object({ paths: z.array(path).min(1).max(16) }))
        .max(10)
        .default([]),
    })
    .optional(),
});

export const databaseDefinition = z.object({ id: resourceId });

/** What a caller writes: defaults may be left out. */
export type ContainerDefinition = z.input<typeof containerDefinition>;
export type ContainerResource = z.output<typeof containerDefinition>;
export type IndexingPolicy = z.output<typeof indexingPolicy>;
