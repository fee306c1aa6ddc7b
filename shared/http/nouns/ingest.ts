import { z } from 'zod';
import { type Accepted, acceptTelemetry, type DoorRequest } from '../../flows/acceptTelemetry';
import { Throttled } from '../../flows/ports/portErrors';
import { Rejected } from '../../model/rejected';
import { badRequest, HttpError } from '../httpError';
import type { Answer, Noun } from '../noun';
import type { RequestContext } from '../requestContext';
import { signedRequest, unavailable } from '../signedRequest';

/** An Event Hubs message holds 1 MB with its properties: this leaves room for them. */
const maxDoorBytes = 1_000_000;

const answerSchema = z.object({
  records: z.int().meta({ description: 'Records the body holds' }),
  unreadable: z.int().meta({ description: 'Of these, records that cannot be read: they go to the quarantine' }),
  bytes: z.int(),
});

async function ingest(context: RequestContext): Promise<Answer> {
  if (context.request.body.length > maxDoorBytes)
    throw tooLarge(
      `A body holds at most ${maxDoorBytes} bytes as sent: split an array into several requests, or send gzip.`,
    );
  const { door, sender } = await signedRequest(context);
  checkHeaders(door);
  return { status: 202, body: await forward(context, sender, door), calledBy: sender.keyId };
}

function checkHeaders({ contentEncoding, resourceId }: DoorRequest): void {
  if (!['', 'identity', 'gzip'].includes(contentEncoding.trim().toLowerCase()))
    throw new HttpError(415, 'UnsupportedContentEncoding', 'A body is sent as it is or with content-encoding: gzip.');
  if (resourceId !== '' && !/^\/subscriptions\/[^\s]{1,1000}$/i.test(resourceId))
    throw badRequest('InvalidResourceId', 'The header x-skywarden-resource-id must hold an Azure resource id.');
}

const tooLargeCodes = new Set(['TooLarge', 'TooLargeExpanded', 'TooManyRecords']);

async function forward(
  { deps }: RequestContext,
  sender: Parameters<typeof acceptTelemetry>[1],
  door: DoorRequest,
): Promise<Accepted> {
  try {
    return await acceptTelemetry(deps.ports, sender, door, deps.decodeLimits);
  } catch (error) {
    if (error instanceof Rejected && tooLargeCodes.has(error.code)) throw tooLarge(error.message);
    if (error instanceof Rejected) throw badRequest(error.code, error.message);
    if (error instanceof Throttled)
      throw new HttpError(429, 'TooManyRequests', 'The telemetry hub takes no more for now: send again later.', {
        'retry-after': String(error.retryAfterSeconds),
      });
    throw unavailable(error);
  }
}

const tooLarge = (message: string): HttpError => new HttpError(413, 'RequestEntityTooLarge', message);

export const noun: Noun = {
  type: 'ingest',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'POST',
      path: '/api/v1/ingest/{workspaceId}',
      summary: 'Take telemetry of a sender that holds a workspace key (docs/ingest-door.md)',
      access: 'signature',
      response: answerSchema,
      handle: ingest,
    },
  ],
};
