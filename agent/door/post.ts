import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';

export interface Post {
  url: URL;
  headers: Record<string, string>;
  body: Buffer;
  /** A proxy that knows CONNECT. */
  proxy?: URL | undefined;
  stop?: AbortSignal | undefined;
  /** Milliseconds without a byte after which it is given up. */
  timeout?: number;
}

export interface PostAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

const mostAnswerBytes = 65_536;

/** One POST. Throws when there was no answer. */
export async function post({ url, headers, body, proxy, stop, timeout = 30_000 }: Post): Promise<PostAnswer> {
  const shared = { timeout, ...(stop && { signal: stop }) };
  const tunnel = proxy && (await tunnelThrough(proxy, url, shared));
  const secure = url.protocol === 'https:';
  const overTunnel = tunnel && {
    agent: false as const,
    createConnection: () => (secure ? connect({ socket: tunnel, ...peerOf(url) }) : tunnel),
  };
  const options: RequestOptions = {
    ...shared,
    ...overTunnel,
    method: 'POST',
    headers: { ...headers, 'content-length': String(body.length) },
  };
  const answered = new Promise<PostAnswer>((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)(url, options);
    request.once('error', reject);
    tunnel?.on('error', reject);
    request.once('timeout', () => request.destroy(new Error(`${url.host} does not answer`)));
    request.once('response', (response) => void readAnswer(response).then(resolve, reject));
    request.end(body);
  });
  // Peers that keep it open would keep the process alive.
  return answered.finally(() => tunnel?.destroy());
}

/** Whose certificate is asked for; RFC 6066 knows no addresses as server names. */
export function peerOf({ hostname }: URL): { host: string; servername?: string } {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? { host, servername: host } : { host };
}

async function readAnswer(response: IncomingMessage): Promise<PostAnswer> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) if (text.length < mostAnswerBytes) text += chunk as string;
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}

/** RFC 9110, section 9.3.6: the proxy sees the name of the host and nothing else. */
export function tunnelThrough(proxy: URL, target: URL, options: RequestOptions): Promise<Duplex> {
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  const authority = `${target.hostname}:${port}`;
  const user = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const credential = { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` };
  const headers = { host: authority, ...(proxy.username !== '' && credential) };
  return new Promise((resolve, reject) => {
    const way = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
    const place = { host: proxy.hostname, port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80) };
    const request = way({ ...options, ...place, method: 'CONNECT', path: authority, headers, agent: false });
    request.once('error', reject);
    request.once('timeout', () => request.destroy(new Error(`the proxy ${proxy.host} does not answer`)));
    request.once('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new Error(`the proxy ${proxy.host} answered ${statusCode} to CONNECT ${authority}`));
    });
    request.end();
  });
}
