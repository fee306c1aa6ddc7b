import { isUtf8 } from 'node:buffer';
import type { z } from 'zod';
import { badRequest, HttpError } from './httpError';
import type { HttpRequest } from './request';

const maxBodyBytes = 1024 * 1024;
const maxDepth = 32;

export function checkBodySize(request: HttpRequest): void {
  if (request.body.length > maxBodyBytes)
    throw new HttpError(
      413,
      'RequestEntityTooLarge',
      `A request body holds at most ${maxBodyBytes} bytes: send what it holds in several requests.`,
    );
}

/** The JSON body of a request in the shape of `schema`. Throws HttpError 400 or 415 that names what is wrong. */
export function readBody<T>(request: HttpRequest, schema: z.ZodType<T>): T {
  const result = schema.safeParse(parse(request));
  if (result.success) return result.data;
  const faults = result.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw badRequest('InvalidRequestContent', `The request content is invalid. ${faults.join('; ')}`);
}

function parse(request: HttpRequest): unknown {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? 'application/json';
  if (type !== 'application/json' && !type.endsWith('+json'))
    throw new HttpError(415, 'UnsupportedMediaType', 'The request content type must be application/json.');
  if (!isUtf8(request.body)) throw malformed();
  const text = request.body.toString('utf8').replace(/^\uFEFF/, '');
  if (!isShallow(text))
    throw badRequest('InvalidRequestContent', `JSON may be nested at most ${maxDepth} levels deep.`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw malformed();
    throw cause;
  }
}

const malformed = (): HttpError =>
  badRequest('InvalidRequestContent', 'The request content is not valid JSON in UTF-8.');

/** Counts open brackets outside of strings, before anything is parsed. */
function isShallow(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inString && character === '\\') at += 1;
    else if (character === '"') inString = !inString;
    else if (inString) continue;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > maxDepth) return false;
  }
  return true;
}
