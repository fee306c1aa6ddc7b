import { z } from 'zod';
import type { IntelBuildDocument, IntelFeedDocument, IntelFeedStateDocument } from '../model/intelDocuments';
import { feedFormats, type FeedAuth } from '../model/intelFeed';
import { intelFeedBody } from './intelFeedBody';

const errorSchema = z.object({ at: z.string(), code: z.string(), message: z.string() }).nullable();
const rejectedSchema = z.array(z.object({ line: z.int(), reason: z.string() }));

const stateSchema = z.object({
  indicators: z.int().nullable().meta({ description: 'In use since the index was built last; null before' }),
  confirmedAt: z
    .string()
    .nullable()
    .meta({ description: 'When the list was last fetched, found unchanged, or uploaded' }),
  triedAt: z.string().nullable(),
  rejectedCount: z.int(),
  rejected: rejectedSchema,
  error: errorSchema,
});

export const intelFeedRow = intelFeedBody.extend({
  name: z.string(),
  format: z.enum(feedFormats),
  auth: z.object({ type: z.string(), username: z.string().optional(), header: z.string().optional() }),
  state: stateSchema,
});

export const intelIndexRow = z.object({
  builtAt: z.string().nullable(),
  indicators: z.int(),
  bytes: z.int(),
  error: errorSchema,
});

export const uploadAnswer = z.object({
  preview: z.boolean(),
  accepted: z.int().meta({ description: 'Indicators, or entries of a warning list' }),
  examples: z.array(z.object({ type: z.string(), value: z.string() })),
  rejectedCount: z.int(),
  rejected: rejectedSchema,
});

/** Everything but the secret. */
export function rowOf(
  { feed: { auth, ...feed } }: IntelFeedDocument,
  state: IntelFeedStateDocument | undefined,
  build: IntelBuildDocument | undefined,
): z.infer<typeof intelFeedRow> {
  return {
    ...feed,
    auth: openPart(auth),
    state: {
      indicators: build?.feeds[feed.name] ?? null,
      confirmedAt: state?.progress.confirmedAt ?? null,
      triedAt: state?.triedAt ?? null,
      rejectedCount: state?.progress.rejected.count ?? 0,
      rejected: state?.progress.rejected.examples ?? [],
      error: state?.error ?? null,
    },
  };
}

function openPart(auth: FeedAuth): { type: string; username?: string; header?: string } {
  if (auth.type === 'none') return auth;
  const { secretId: _secretId, ...open } = auth;
  return open;
}

export const indexRowOf = (build: IntelBuildDocument | undefined): z.infer<typeof intelIndexRow> => ({
  builtAt: build?.builtAt ?? null,
  indicators: build?.indicators ?? 0,
  bytes: build?.bytes ?? 0,
  error: build?.error ?? null,
});
