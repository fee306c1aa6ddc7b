import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Work } from '../dispatcher';
import type { HostContext } from '../hostContext';
import { type AccessKeys, opens, presentedKey } from './accessKeys';
import type { AdminEndpoints } from './adminEndpoints';
import { BadRequestError, BodyTooLargeError, bufferedWork, readBody, requestUrl, streamWork } from './requestData';
import { type Route, type RouteMatch, findRoute } from './routeTable';
import { forwardRequest } from './streamProxy';
import { createThrottle } from './throttle';
import { httpOutput, writeResponse } from './writeResponse';

export interface HttpDoorOptions {
  host: HostContext;
  routes: Route[];
  admin: AdminEndpoints;
  /** Undefined when keys are not enforced. */
  keys: AccessKeys | undefined;
  /** Where the library's stream server listens, when the app enabled it. */
  httpUri: URL | undefined;
  /** Bytes. */
  maxBodySize: number;
  isStopping: () => boolean;
}

/** Answers every http request of the host: admin endpoints, then the functions in the order of their names. */
export function createHttpDoor(options: HttpDoorOptions): (request: IncomingMessage, response: ServerResponse) => void {
  const { host, routes, admin, keys, httpUri, maxBodySize, isStopping } = options;
  const { maxConcurrentRequests, maxOutstandingRequests, customHeaders } = host.hostJson.extensions.http;
  const throttle = createThrottle(maxConcurrentRequests, maxOutstandingRequests);
  const end = (response: ServerResponse, status: number): void => void response.writeHead(status).end();

  function traceParent(request: IncomingMessage): Pick<Work, 'traceParent'> {
    const given = request.headers['traceparent'];
    return typeof given === 'string' && /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/.test(given)
      ? { traceParent: given }
      : {};
  }

  async function runBuffered(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    { route, params }: RouteMatch,
  ): Promise<void> {
    const work = bufferedWork(request, url, params, await readBody(request, maxBodySize));
    const outcome = await host.dispatcher.run(route.definition, { ...work, ...traceParent(request) });
    if (outcome.status !== 'succeeded') return end(response, 500);
    writeResponse(response, httpOutput(route.definition, outcome.response));
  }

  async function runStreamed(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    { route, params }: RouteMatch,
    uri: URL,
  ): Promise<void> {
    if (Number(request.headers['content-length'] ?? 0) > maxBodySize) throw new BodyTooLargeError(maxBodySize);
    const invocationId = randomUUID();
    const forwarded = forwardRequest(request, response, { httpUri: uri, url, invocationId, limit: maxBodySize });
    const work = { ...streamWork(request, url, params), invocationId, ...traceParent(request) };
    const finished = host.dispatcher.run(route.definition, work);
    const outcome = await Promise.race([finished, forwarded.failed]);
    if (outcome.status === 'succeeded' && outcome.response.answered) return forwarded.answered;
    // The library never answers for a handler that throws or returns nothing, so the host does.
    forwarded.abandon();
    if (response.headersSent) return void response.destroy();
    end(response, outcome.status === 'succeeded' ? 204 : 500);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(customHeaders)) response.setHeader(name, value);
    const url = requestUrl(request);
    const path = url.pathname.slice(1);
    if (/^(?:admin|runtime)(?:\/|$)/i.test(path)) return admin.answer(request, response, url);
    const match = findRoute(routes, request.method ?? 'GET', path);
    if (match === undefined) return end(response, path === '' ? 200 : 404);
    const presented = presentedKey(request, url.searchParams);
    if (match.route.definition.disabled && !(keys && opens(keys, 'admin', presented))) return end(response, 404);
    if (keys !== undefined && !opens(keys, match.route.authLevel, presented)) return end(response, 401);
    if (isStopping()) return end(response, 503);
    const leave = await throttle.enter();
    if (leave === undefined) return end(response, 429);
    try {
      await (httpUri === undefined
        ? runBuffered(request, response, url, match)
        : runStreamed(request, response, url, match, httpUri));
    } finally {
      leave();
    }
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      const status = error instanceof BodyTooLargeError ? 413 : error instanceof BadRequestError ? 400 : 500;
      if (status === 500) host.log('warning', 'Host.Http', `${request.method} failed: ${String(error)}`);
      if (response.headersSent) return void response.destroy();
      response.setHeader('Connection', 'close');
      end(response, status);
    });
  };
}
