import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Settings } from './settings';
import { parseTimeSpan } from './timeSpan';

/** Settings arrive as text, host.json holds real numbers. */
const count = z.coerce.number().int();

/** A TimeSpan text; the parsed value is in milliseconds. */
const timeSpan = z.string().transform((text, context) => {
  const milliseconds = parseTimeSpan(text);
  if (milliseconds !== undefined) return milliseconds;
  context.addIssue({ code: 'custom', message: `"${text}" is no TimeSpan; write hh:mm:ss` });
  return z.NEVER;
});

const eventHubs = z
  .object({
    maxEventBatchSize: count.min(1).max(10_000).default(100),
    minEventBatchSize: count.min(1).default(1),
    maxWaitTime: timeSpan.default(60_000),
    batchCheckpointFrequency: count.min(1).default(1),
    prefetchCount: count.min(1).default(300),
    initialOffsetOptions: z
      .object({
        type: z.string().default('fromStart'),
        enqueuedTimeUtc: z.string().default(''),
      })
      .prefault({}),
  })
  .prefault({});

const queues = z
  .object({
    batchSize: count.min(1).max(32).default(16),
    newBatchThreshold: count.min(0).optional(),
    maxDequeueCount: count.min(1).default(5),
    visibilityTimeout: timeSpan.default(0),
    maxPollingInterval: z.union([timeSpan, count]).default(60_000),
    messageEncoding: z
      .string()
      .toLowerCase()
      .pipe(z.enum(['base64', 'none']))
      .default('base64'),
  })
  .prefault({});

const http = z
  .object({
    routePrefix: z.string().default('api'),
    maxConcurrentRequests: count.default(-1),
    maxOutstandingRequests: count.default(-1),
    customHeaders: z.record(z.string(), z.string()).default({}),
  })
  .prefault({});

const retry = z.object({
  strategy: z.enum(['fixedDelay', 'exponentialBackoff']),
  maxRetryCount: count.min(-1),
  delayInterval: timeSpan.optional(),
  minimumInterval: timeSpan.optional(),
  maximumInterval: timeSpan.optional(),
});

const hostJsonSchema = z.object({
  version: z.literal('2.0', 'must be "2.0"'),
  functionTimeout: z.union([z.literal('-1').transform(() => undefined), timeSpan]).prefault('00:30:00'),
  functions: z.array(z.string()).optional(),
  retry: retry.optional(),
  logging: z.object({ logLevel: z.record(z.string(), z.string()).default({}) }).prefault({}),
  extensions: z.object({ eventHubs, queues, http }).prefault({}),
});

/** host.json with defaults; durations in milliseconds, `functionTimeout` undefined when unbounded. */
export type HostJson = z.infer<typeof hostJsonSchema>;

const overridePrefix = /^AzureFunctionsJobHost(?:__|:)/i;

function withOverride(node: unknown, path: string[], value: string): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  const object = typeof node === 'object' && node !== null ? (node as Record<string, unknown>) : {};
  const known = Object.keys(object).find((key) => key.toLowerCase() === head.toLowerCase()) ?? head;
  return { ...object, [known]: withOverride(object[known], rest, value) };
}

/** Checks host.json and applies settings named `AzureFunctionsJobHost__a__b`. Throws with every fault found. */
export function parseHostJson(raw: unknown, settings: Settings): HostJson {
  const overrides = settings.entries.filter(([name]) => overridePrefix.test(name));
  const merged = overrides.reduce(
    (node, [name, value]) => withOverride(node, name.replace(overridePrefix, '').split(/__|:/), value),
    raw,
  );
  const parsed = hostJsonSchema.safeParse(merged);
  if (!parsed.success) throw new Error(`Functions host: host.json is wrong: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

export function readHostJson(appFolder: string, settings: Settings): HostJson {
  const file = join(appFolder, 'host.json');
  if (!existsSync(file)) throw new Error(`Functions host: ${file} does not exist`);
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`Functions host: ${file} is not JSON`, { cause });
  }
  return parseHostJson(raw, settings);
}
