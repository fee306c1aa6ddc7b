import { createHmac, timingSafeEqual } from 'node:crypto';
import { CosmosFault } from './fault';
import type { CosmosRequest } from './request';
import { pathNames } from './route';

const maximumSkew = 15 * 60 * 1000;

const unauthorized = (message: string) => new CosmosFault(401, 'Unauthorized', message);
const forbidden = (message: string) => new CosmosFault(403, 'Forbidden', message);

/** Resource type and id that a signature covers: an even path ends in an id, an odd one in a type. */
function signedResource(path: string): { type: string; id: string } {
  const names = pathNames(path);
  if (names[0] === 'offers' && names[1] !== undefined) return { type: 'offers', id: names[1].toLowerCase() };
  if (names.at(-2) === 'operations') return { type: 'colls', id: names.slice(0, -2).join('/') };
  if (names.length % 2 === 0) return { type: names.at(-2) ?? '', id: names.join('/') };
  return { type: names.at(-1) ?? '', id: names.slice(0, -1).join('/') };
}

/** `key` is base64; see Microsoft Learn, "Access control in the Azure Cosmos DB SQL API". */
export function signature(key: string, request: { method: string; path: string; date: string }): string {
  const { type, id } = signedResource(request.path);
  const text = `${request.method.toLowerCase()}\n${type.toLowerCase()}\n${id}\n${request.date.toLowerCase()}\n\n`;
  return createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64');
}

function parseAuthorization(text: string): { type: string; value: string } {
  let decoded: string;
  try {
    decoded = decodeURIComponent(text);
  } catch {
    throw unauthorized('The Authorization header is not URL-encoded.');
  }
  const match = /^type=(master|aad)&ver=1\.0&sig=(.+)$/s.exec(decoded);
  if (!match) throw unauthorized('The Authorization header must have the form type=master|aad&ver=1.0&sig=...');
  return { type: match[1] ?? '', value: match[2] ?? '' };
}

// The SDK signs all requests to one resource within one second alike.
const mostRemembered = 256;

/**
 * Makes a check that lets a request pass that carries the account key's signature, or a token that `verifyToken` accepts;
 * else it throws 401 or 403.
 */
export function openAuthoriser(options: {
  key: string;
  verifyToken?: ((token: string) => Promise<boolean>) | undefined;
}): (request: CosmosRequest, now: number) => Promise<void> {
  // Signatures of requests that passed, by what they cover; so nobody without the key fills it.
  const remembered = new Map<string, Buffer>();

  function checkSignature(request: CosmosRequest, value: string, now: number): void {
    const date = request.header('x-ms-date') ?? '';
    const covered = `${request.method}\n${request.path}\n${date}`;
    const known = remembered.get(covered);
    const expected = known ?? Buffer.from(signature(options.key, { method: request.method, path: request.path, date }));
    const given = Buffer.from(value);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw unauthorized(
        "The input authorization token can't serve the request. Check that the account key is that of this endpoint.",
      );
    }
    if (!(Math.abs(Date.parse(date) - now) <= maximumSkew)) {
      throw forbidden(
        'The authorization token is not valid at the current time: x-ms-date is more than 15 minutes off.',
      );
    }
    if (known) return;
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(covered, expected);
  }

  return async (request, now) => {
    const header = request.header('authorization');
    if (header === undefined)
      throw unauthorized('Required Header authorization is missing. Ensure a valid Authorization token is passed.');
    const { type, value } = parseAuthorization(header);
    if (type === 'master') return checkSignature(request, value, now);
    if (options.verifyToken && (await options.verifyToken(value))) return;
    throw unauthorized('The endpoint does not accept this token.');
  };
}
