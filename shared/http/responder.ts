import type { HttpDeps } from './deps';
import { HttpError } from './httpError';
import type { Answer } from './noun';
import type { HttpRequest, HttpResponse } from './request';

export interface Responder {
  /** Names who calls in the log of this request: the object id of the principal, or the id of the key that signed it. */
  calledBy(oid: string): void;
  answer(answer: Answer): HttpResponse;
  failure(error: unknown): HttpResponse;
}

const titles: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

/** Gives every answer ARM's headers. Errors have ARM's shape, below `/api/v1` that of RFC 9457 (application/problem+json). */
export function createResponder(deps: HttpDeps, request: HttpRequest): Responder {
  let caller = '';
  const started = deps.ports.now();
  const requestId = deps.newId();
  const sent = request.headers['x-ms-correlation-request-id'];
  const correlationId = sent !== undefined && /^[\w-]{1,64}$/.test(sent) ? sent : deps.newId();
  const headers = { ...identity(request), 'x-ms-request-id': requestId, 'x-ms-correlation-request-id': correlationId };

  const respond = (
    status: number,
    extra: Record<string, string>,
    body: string | undefined,
    type: string,
  ): HttpResponse => {
    const finished = deps.ports.now();
    const milliseconds = finished.getTime() - started.getTime();
    const path = request.url.split('?', 1)[0]!.slice(0, 512);
    const facts = { method: request.method, path, status, caller, milliseconds, requestId, correlationId };
    deps.ports.log.info('request', facts);
    const content = body === undefined ? {} : { body };
    const typed = body === undefined ? {} : { 'content-type': type };
    return { status, headers: { date: finished.toUTCString(), ...guards, ...headers, ...typed, ...extra }, ...content };
  };

  const whole = (status: number, body: unknown, text: Answer['text'], extra: Answer['headers']): HttpResponse =>
    text === undefined
      ? respond(status, { ...extra }, json(body), 'application/json; charset=utf-8')
      : respond(status, { ...extra }, text.content, text.type);

  /** The status is long gone when a stream fails: whoever reads it sees it break off, and the log says why. */
  async function* reported(content: AsyncIterable<string>): AsyncGenerator<string> {
    try {
      yield* content;
    } catch (error) {
      deps.ports.log.warn('an answer broke off', { requestId, correlationId, error: describe(error) });
      throw error;
    }
  }

  return {
    calledBy: (oid) => {
      caller = oid;
    },
    answer: ({ status, body, text, stream, headers: extra }) => {
      if (stream === undefined) return whole(status, body, text, extra);
      const { headers: sent } = respond(status, { ...extra, 'content-type': stream.type }, undefined, '');
      return { status, headers: sent, stream: reported(stream.content) };
    },
    failure: (error) => {
      const failure = error instanceof HttpError ? error : unforeseen;
      if (failure.status >= 500)
        deps.ports.log.warn('request failed', { requestId, correlationId, error: describe(error) });
      const { status, code, message } = failure;
      return /\/api\/v1(?:\/|\?|$)/i.test(request.url)
        ? respond(
            status,
            failure.headers,
            json({ title: titles[status] ?? code, status, code, detail: message }),
            'application/problem+json',
          )
        : respond(status, failure.headers, json({ error: { code, message } }), 'application/json; charset=utf-8');
    },
  };
}

const json = (body: unknown): string | undefined => (body === undefined ? undefined : JSON.stringify(body));

/** Answers hold tenant data: nothing in between keeps them or guesses their type. */
const guards = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

const unforeseen = new HttpError(
  500,
  'InternalServerError',
  'The request failed. Try again, and quote x-ms-request-id if it stays.',
);

function identity(request: HttpRequest): Record<string, string> {
  const id = request.headers['x-ms-client-request-id'];
  const wanted = request.headers['x-ms-return-client-request-id']?.toLowerCase() === 'true';
  return wanted && id !== undefined && /^[\w-]{1,128}$/.test(id) ? { 'x-ms-client-request-id': id } : {};
}

function describe(error: unknown): string {
  const cause = error instanceof HttpError && error.cause !== undefined ? error.cause : error;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
