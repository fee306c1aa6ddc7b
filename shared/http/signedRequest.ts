import { doorScheme, maxSkewMs, skewOf } from '../core/ingest/door/requestSignature';
import { type Authenticated, authenticateDoor, type DoorRequest } from '../flows/acceptTelemetry';
import { HttpError } from './httpError';
import type { RequestContext } from './requestContext';

/**
 * A request that is signed with a key of the workspace its path names (docs/ingest-door.md), for `path` or else the ingest door. Throws
 * HttpError 401 when it is not, 503 when that cannot be told now.
 */
export async function signedRequest(
  { deps, request, param }: RequestContext,
  pathOf?: (workspaceId: string) => string,
): Promise<{ door: DoorRequest; sender: Authenticated }> {
  const { headers, body } = request;
  const workspaceId = param('workspaceId');
  const door: DoorRequest = {
    workspaceId,
    ...(pathOf && { path: pathOf(workspaceId) }),
    date: headers['x-skywarden-date'] ?? '',
    contentEncoding: headers['content-encoding'] ?? '',
    resourceId: headers['x-skywarden-resource-id'] ?? '',
    authorization: headers['authorization'],
    body,
  };
  checkDate(door.date, deps.ports.now());
  const sender = await orUnavailable(authenticateDoor(deps.ports, door));
  if (sender) return { door, sender };
  throw unauthorized(
    'IngestKeyInvalid',
    'The request is not signed with a valid key of this workspace. Check workspace id, key and signature; keys may have been rotated.',
  );
}

function checkDate(date: string, now: Date): void {
  const skew = skewOf(date, now);
  if (skew === undefined)
    throw unauthorized(
      'IngestDateInvalid',
      'The header x-skywarden-date must hold the time in UTC, like 2026-01-31T08:00:00Z.',
    );
  if (Math.abs(skew) > maxSkewMs)
    throw unauthorized(
      'IngestDateSkewed',
      `The time in x-skywarden-date is ${Math.round(skew / 1000)} s off, at most ${maxSkewMs / 1000} s are allowed: set the clock of the sender.`,
    );
}

async function orUnavailable<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw unavailable(error);
  }
}

export function unavailable(cause: unknown): HttpError {
  const error = new HttpError(503, 'ServiceUnavailable', 'Telemetry cannot be stored for now: send it again later.', {
    'retry-after': '15',
  });
  error.cause = cause;
  return error;
}

const unauthorized = (code: string, message: string): HttpError =>
  new HttpError(401, code, message, { 'www-authenticate': doorScheme });
