import { message, types, type Message, type Session } from 'rhea';
import { z } from 'zod';
import { AmqpFault } from './amqpFault';
import type { Hub } from './hub';
import { grantOf, isGranted, resourcePath, type Grant, type SharedAccessKey } from './sharedAccess';

/** Answer of `$cbs` or `$management`. */
export interface Reply {
  status: 200 | 202 | 400 | 401 | 404;
  description: string;
  condition?: string;
  body?: Record<string, unknown>;
}

export interface RequestContext {
  hub: (name: string) => Hub;
  sharedAccessKey: SharedAccessKey | undefined;
  /** What this connection may use; `$cbs` adds to it. */
  grants: Map<string, Grant>;
  now: number;
}

const putToken = z.object({
  body: z.string().max(64 * 1024),
  application_properties: z.object({ operation: z.literal('put-token'), name: z.string().min(1).max(1024) }),
});

const read = z.object({
  application_properties: z.object({
    operation: z.literal('READ'),
    name: z.string().min(1).max(256),
    type: z.enum(['com.microsoft:eventhub', 'com.microsoft:partition']),
    partition: z.coerce.string().max(16).optional(),
  }),
});

/** 0001-01-01, what the service names as the time of the last event when there is none. */
const NEVER = -62_135_596_800_000;
const MAX_GRANTS = 1000;

/** Takes a token for an audience. Without a configured key every token will do. */
export function authorize(request: unknown, { hub, sharedAccessKey, grants, now }: RequestContext): Reply {
  const parsed = putToken.safeParse(request);
  if (!parsed.success) return invalid('put-token needs a name and a token as body');
  const audience = resourcePath(parsed.data.application_properties.name);
  if (sharedAccessKey) {
    const grant = grantOf(parsed.data.body, sharedAccessKey, now);
    if (!grant || !isGranted([grant], audience, now)) {
      return {
        status: 401,
        description: `InvalidSignature: The token has an invalid signature, is expired, or is not meant for '${audience.slice(0, 200)}'.`,
      };
    }
    if (grants.size >= MAX_GRANTS) grants.clear();
    grants.set(grant.path, grant);
  }
  const hubName = audience.split('/')[0] ?? '';
  if (hubName !== '' && !hubName.startsWith('$')) hub(hubName);
  return { status: 202, description: 'Accepted' };
}

/** Runtime information of a hub or a partition. */
export function manage(request: unknown, { hub, sharedAccessKey, grants, now }: RequestContext): Reply {
  const parsed = read.safeParse(request);
  if (!parsed.success) return invalid('only READ of com.microsoft:eventhub and com.microsoft:partition is supported');
  const { name, type, partition } = parsed.data.application_properties;
  const known = hub(name);
  if (sharedAccessKey && !isGranted(grants.values(), `${name}/$management`, now)) {
    return { status: 401, description: `No token for '${name}/$management' was put on this connection.` };
  }
  const body = type === 'com.microsoft:eventhub' ? hubInformation(known) : partitionInformation(known, partition ?? '');
  return { status: 200, description: 'OK', body: { ...body, type } };
}

/** Decodes a request and sends its answer on the peer's receiver of the same node and session; false when it opened none. */
export function answer(session: Session, address: string, bytes: Buffer, handle: (request: unknown) => Reply): boolean {
  const request: Message = message.decode(bytes) as unknown as Message;
  const sender = session.find_sender((link: { source?: { address?: unknown } }) => link.source?.address === address);
  if (!sender) return false;
  const reply = replyOf(() => handle(request));
  sender.send({
    correlation_id: request.message_id as string,
    ...(request.reply_to === undefined ? {} : { to: request.reply_to }),
    application_properties: {
      'status-code': types.wrap_int(reply.status),
      'status-description': reply.description,
      ...(reply.condition === undefined ? {} : { 'error-condition': types.wrap_symbol(reply.condition) }),
    },
    body: reply.body ?? '',
  });
  return true;
}

function replyOf(handle: () => Reply): Reply {
  try {
    return handle();
  } catch (error) {
    if (!(error instanceof AmqpFault)) throw error;
    return {
      status: error.condition === 'amqp:not-found' ? 404 : 400,
      condition: error.condition,
      description: error.message,
    };
  }
}

function hubInformation({ name, createdAt, logs }: Hub): Record<string, unknown> {
  const partitionIds = logs.map((_, index) => String(index));
  return {
    name,
    created_at: types.wrap_timestamp(createdAt),
    partition_count: types.wrap_int(logs.length),
    partition_ids: types.wrap_array(partitionIds, 0xa1, undefined),
    georeplication_factor: types.wrap_int(1),
  };
}

function partitionInformation(hub: Hub, partition: string): Record<string, unknown> {
  const { firstSequence, lastSequence, lastOffset, lastTime, isEmpty } = hub.partition(partition).log.state();
  return {
    name: hub.name,
    partition,
    begin_sequence_number: types.wrap_long(firstSequence),
    last_enqueued_sequence_number: types.wrap_long(lastSequence),
    last_enqueued_offset: lastOffset,
    last_enqueued_time_utc: types.wrap_timestamp(lastTime ?? NEVER),
    is_partition_empty: isEmpty,
  };
}

function invalid(description: string): Reply {
  return { status: 400, condition: 'com.microsoft:argument-error', description };
}
