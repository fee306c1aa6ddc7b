import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Answer } from './noun';
import { badRequest } from './httpError';
import type { RequestContext } from './requestContext';

export interface Page {
  /** At most this many rows. */
  top: number;
  continuation?: string | undefined;
}

const defaultTop = 100;
/** Keeps a page of the largest rows below ARM's 8 MB. */
const maxTop = 250;
const maxTokenLength = 16 * 1024;
const ownParameters = new Set(['$top', '$skiptoken', 'api-version']);

/** `$top` and `$skipToken` of a list request. Throws HttpError 400, also for a token that was not issued for this very list. */
export function readPage(context: RequestContext): Page {
  const token = context.query.get('$skiptoken');
  return {
    top: readTop(context.query.get('$top')),
    continuation: token === undefined ? undefined : open(context, token),
  };
}

/** `{value, nextLink}`: the link keeps the client's own parameters and is absolute under the public URL. */
export function pageAnswer(context: RequestContext, value: unknown[], continuation?: string): Answer {
  return {
    status: 200,
    body: { value, ...(continuation !== undefined && { nextLink: nextLink(context, continuation) }) },
  };
}

/** A page of rows that are all at hand, in the order of their keys: the mark is a key, so changes make no gaps. */
export function pageOf<T>(
  context: RequestContext,
  rows: readonly T[],
  keyOf: (row: T) => string,
): { rows: T[]; continuation?: string } {
  const { top, continuation } = readPage(context);
  const rest = [...rows]
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    .filter((row) => continuation === undefined || keyOf(row) > continuation);
  const taken = rest.slice(0, top);
  return { rows: taken, ...(rest.length > taken.length && { continuation: keyOf(taken.at(-1)!) }) };
}

function readTop(text: string | undefined): number {
  if (text === undefined) return defaultTop;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw badRequest('InvalidTop', 'The query parameter $top must be a positive whole number.');
  return Math.min(Number(text), maxTop);
}

function nextLink(context: RequestContext, continuation: string): string {
  const link = new URL(`${context.publicUrl}${context.url.pathname}`);
  for (const [name, value] of context.url.searchParams)
    if (name.toLowerCase() !== '$skiptoken') link.searchParams.append(name, value);
  link.searchParams.set('$skipToken', seal(context, continuation));
  return link.href;
}

const seal = (context: RequestContext, continuation: string): string =>
  `${Buffer.from(continuation).toString('base64url')}.${mark(context, continuation).toString('base64url')}`;

function open(context: RequestContext, token: string): string {
  const [body = '', signature = ''] = token.length > maxTokenLength ? [] : token.split('.');
  const continuation = Buffer.from(body, 'base64url').toString();
  const given = Buffer.from(signature, 'base64url');
  const expected = mark(context, continuation);
  if (given.length === expected.length && timingSafeEqual(given, expected)) return continuation;
  throw badRequest('InvalidSkipToken', 'The $skipToken was not issued for this list: start again without it.');
}

/** Binds a continuation to the list, its filters, the caller and what the caller may read of it. */
function mark(context: RequestContext, continuation: string): Buffer {
  const filters = [...context.query].filter(([name]) => !ownParameters.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  const list = [
    context.url.pathname.toLowerCase(),
    filters,
    context.caller.principal.oid,
    context.caller.readable(context.scope),
  ];
  return createHmac('sha256', context.deps.pageKey)
    .update(JSON.stringify([list, continuation]))
    .digest();
}
