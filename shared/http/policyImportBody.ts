import { z } from 'zod';
import type { Json } from '../model/json';
import { badRequest } from './httpError';
import { readBody } from './jsonBody';
import type { HttpRequest } from './request';

const maxItems = 500;

const objectSchema = z.record(z.string(), z.json());
const bodySchema = z.union([z.array(z.json()), objectSchema]);

/** Policy objects of a body: a list, `{"value": [...]}`, one object, or one per line as application/x-ndjson. Throws HttpError 400. */
export function readPolicyItems(request: HttpRequest): Json[] {
  const body = readBody(isLines(request) ? asList(request) : request, bodySchema);
  const items: Json[] = Array.isArray(body) ? body : Array.isArray(body['value']) ? body['value'] : [body];
  if (items.length > 0 && items.length <= maxItems) return items;
  throw badRequest('InvalidRequestContent', `Send 1 to ${maxItems} policy objects in a request, not ${items.length}.`);
}

const isLines = ({ headers }: HttpRequest): boolean => /ndjson|jsonlines|jsonl/i.test(headers['content-type'] ?? '');

const asList = (request: HttpRequest): HttpRequest => {
  const lines = request.body
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  return {
    ...request,
    headers: { ...request.headers, 'content-type': 'application/json' },
    body: Buffer.from(`[${lines.join(',')}]`),
  };
};
