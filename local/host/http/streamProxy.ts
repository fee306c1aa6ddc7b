import { Agent, type IncomingMessage, type ServerResponse, request as httpRequest } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { BodyTooLargeError, appHeaders } from './requestData';

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
const hopByHop = ['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'upgrade'];

export interface ForwardedRequest {
  /** Resolves when the library's answer has reached the client. */
  answered: Promise<void>;
  /** Never resolves; rejects when the request cannot be read or the answer cannot be written. */
  failed: Promise<never>;
  /** The function ended without an answer: drops the forwarded socket. */
  abandon: () => void;
}

/**
 * Forwards a request to the stream server that `@azure/functions` started (`HttpUri`, on loopback) and streams its answer
 * back. The invocation with the same id runs beside it.
 */
export function forwardRequest(
  source: IncomingMessage,
  target: ServerResponse,
  { httpUri, url, invocationId, limit }: { httpUri: URL; url: URL; invocationId: string; limit: number },
): ForwardedRequest {
  const headers = Object.fromEntries(Object.entries(appHeaders(source)).filter(([name]) => !hopByHop.includes(name)));
  const forwarded = httpRequest({
    agent,
    host: '127.0.0.1',
    port: httpUri.port,
    method: source.method,
    path: `${url.pathname}${url.search}`,
    headers: {
      ...headers,
      'x-ms-invocation-id': invocationId,
      'x-forwarded-host': url.host,
      'x-forwarded-proto': url.protocol.slice(0, -1),
    },
  });
  async function* limited(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let size = 0;
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > limit) throw new BodyTooLargeError(limit);
      yield chunk;
    }
  }

  const answered = new Promise<void>((resolve, reject) => {
    forwarded.once('error', reject);
    forwarded.once('response', (answer) => {
      const { 'x-ms-invocation-id': _, ...kept } = answer.headers;
      target.writeHead(answer.statusCode ?? 500, kept);
      pipeline(answer, target).then(resolve, reject);
    });
    pipeline(source, limited, forwarded).catch(reject);
  });
  const failed = new Promise<never>((_, reject) => void answered.catch(reject));
  // The host may end without waiting for it.
  failed.catch(() => undefined);
  return { answered, failed, abandon: () => void forwarded.destroy() };
}
