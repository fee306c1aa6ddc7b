import { badRequest } from './fault';
import type { Json } from '../../shared/model/json';

/** A request as the endpoint handles it, whichever port it came in by. */
export interface CosmosRequest {
  method: string;
  /** Path without query string, still URL-encoded. */
  path: string;
  header(name: string): string | undefined;
  body: Buffer;
  /** Where the caller reached the endpoint, from its Host header. */
  origin: string;
}

/** `charge` in request units; a body is JSON. */
export interface Answer {
  status: number;
  charge: number;
  headers?: Record<string, string>;
  body?: string | Buffer | undefined;
}

export const isTrue = (request: CosmosRequest, header: string) => request.header(header)?.toLowerCase() === 'true';

export function jsonBody(request: CosmosRequest): Json {
  try {
    return JSON.parse(request.body.toString()) as Json;
  } catch (cause) {
    throw badRequest(`The request body is not JSON: ${String(cause)}`);
  }
}

const most = 1000;

/** `x-ms-max-item-count`: 100 unless told, -1 leaves it to the endpoint. */
export function pageSize(request: CosmosRequest): number {
  const text = request.header('x-ms-max-item-count');
  const count = text === undefined || text === '' ? 100 : Number(text);
  if (!Number.isInteger(count) || count < -1 || count === 0)
    throw badRequest('x-ms-max-item-count must be -1 or a positive number.');
  return count === -1 ? most : count;
}

/** Joins JSON texts to `{"_rid":..., "<name>":[...], "_count":n}`, each an own part, so that stored texts are not copied twice. */
export function listBody(rid: string, name: string, texts: readonly (string | Buffer)[]): Buffer {
  const parts: Buffer[] = [Buffer.from(`{"_rid":${JSON.stringify(rid)},"${name}":[`)];
  texts.forEach((text, at) => {
    if (at > 0) parts.push(Buffer.from(','));
    parts.push(typeof text === 'string' ? Buffer.from(text) : text);
  });
  parts.push(Buffer.from(`],"_count":${texts.length}}`));
  return Buffer.concat(parts);
}
