import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { HttpData, NullableString, TypedData } from '../app/functionsCore';
import { type BindingData, jsonProperties } from '../bindingData';
import type { Work } from '../dispatcher';

/** The request body is larger than the limit: 413. */
export class BodyTooLargeError extends Error {
  constructor(limit: number) {
    super(`the request body is larger than ${limit} bytes`);
    this.name = 'BodyTooLargeError';
  }
}

/** The request cannot be understood: 400. */
export class BadRequestError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadRequestError';
  }
}

/** Reads the body, with or without Content-Length. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new BodyTooLargeError(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new BodyTooLargeError(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Request headers for the app; only the platform may say who the caller is (EasyAuth), so those are dropped. */
export function appHeaders(request: IncomingMessage): Record<string, string> {
  const kept = Object.entries(request.headers).filter(([name]) => !name.startsWith('x-ms-client-principal'));
  return Object.fromEntries(
    kept.flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

/** Absolute URL as the client sees it; a TLS server may stand in front in the same process. */
export function requestUrl(request: IncomingMessage): URL {
  const protocol = (request.socket as Partial<TLSSocket>).encrypted === true ? 'https' : 'http';
  const host = request.headers.host ?? 'localhost';
  if (!/^[\w.:[\]-]+$/.test(host)) throw new BadRequestError('the Host header is no host name');
  return new URL(`${protocol}://${host}${request.url?.startsWith('/') === true ? request.url : '/'}`);
}

function nullable(values: Record<string, string>): Record<string, NullableString> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
}

/** Repeated query parameters are joined by a comma, as the host does before it hands them over. */
function queryValues(url: URL): Record<string, string> {
  const names = [...new Set(url.searchParams.keys())];
  return Object.fromEntries(names.map((name) => [name, url.searchParams.getAll(name).join(',')]));
}

function httpBindingData(
  url: URL,
  headers: Record<string, string>,
  params: Record<string, string>,
  body: Buffer,
): BindingData {
  const properties = (headers['content-type'] ?? '').includes('json') ? jsonProperties(body.toString('utf8')) : {};
  return { ...properties, ...params, Query: queryValues(url), Headers: headers };
}

/** What a buffered http function gets. */
export function bufferedWork(request: IncomingMessage, url: URL, params: Record<string, string>, body: Buffer): Work {
  const headers = appHeaders(request);
  const http: HttpData = {
    method: request.method ?? 'GET',
    url: url.href,
    nullableHeaders: nullable(headers),
    nullableQuery: nullable(queryValues(url)),
    nullableParams: nullable(params),
    ...(body.length === 0 ? {} : { body: { bytes: body } }),
  };
  return { input: { http }, metadata: {}, bindingData: httpBindingData(url, headers, params, body) };
}

/** What a streaming http function gets beside the forwarded request. */
export function streamWork(request: IncomingMessage, url: URL, params: Record<string, string>): Work {
  const headers = appHeaders(request);
  const metadata: Record<string, TypedData> = {
    ...Object.fromEntries(Object.entries(params).map(([name, value]) => [name, { string: value }])),
    Headers: { json: JSON.stringify(headers) },
    Query: { json: JSON.stringify(queryValues(url)) },
  };
  const bindingData = httpBindingData(url, headers, params, Buffer.alloc(0));
  return { input: { http: { method: request.method ?? 'GET', url: url.href } }, metadata, bindingData };
}
