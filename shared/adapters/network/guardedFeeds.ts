import { type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { AllowedTargets } from '../../core/fanout/targetPolicy';
import type { FeedAnswer, FeedNetwork } from '../../flows/ports/intel';
import { Rejected } from '../../model/rejected';
import { allAddresses, guardedLookup, type Resolve } from './guardedLookup';
import { retryAfter } from './retryAfter';

const maxRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);
/** Headers that say who asks stay with the host they were meant for; these do not say that. */
const impersonal = new Set(['accept', 'if-none-match', 'if-modified-since']);

interface Options {
  resolve?: Resolve;
  /** For the whole exchange: a server that answers drop by drop must not hold a pull. */
  timeoutMs?: number;
  /** Certificate authorities beside those that are trusted anyway. */
  ca?: string;
}

/** Follows redirects, each checked as the first address: never to a private target, from https to http, or with credentials to another host. */
export function guardedFeeds(
  allowed: AllowedTargets,
  { resolve = allAddresses, timeoutMs = 120_000, ca }: Options = {},
): FeedNetwork {
  const { addressesOf, lookup } = guardedLookup(allowed, resolve);
  return {
    async get(text, headers, maxBytes) {
      let url = urlIn(text);
      let sent = headers;
      for (let hops = 0; hops <= maxRedirects; hops += 1) {
        if (isIP(url.hostname.replace(/^\[|\]$/g, ''))) await addressesOf(url.hostname);
        const options = {
          headers: { ...sent, 'accept-encoding': 'identity', 'user-agent': 'Skywarden' },
          lookup,
          ...(ca && { ca }),
        };
        const { answer, location } = await ask(url, options, maxBytes, timeoutMs);
        if (!redirects.has(answer.status) || location === undefined) return answer;
        const next = urlIn(location, url);
        if (url.protocol === 'https:' && next.protocol !== 'https:')
          throw new Rejected('RedirectRefused', 'The feed redirects from https to http');
        if (next.origin !== url.origin)
          sent = Object.fromEntries(Object.entries(sent).filter(([name]) => impersonal.has(name.toLowerCase())));
        url = next;
      }
      throw new Rejected('RedirectRefused', `The feed redirects more than ${maxRedirects} times`);
    },
  };
}

function urlIn(text: string, base?: URL): URL {
  if (!URL.canParse(text, base?.href)) throw new Rejected('InvalidAddress', 'The feed names no address');
  const url = new URL(text, base);
  if (url.protocol === 'https:' || url.protocol === 'http:') return url;
  throw new Rejected('UnsupportedScheme', `A feed must be at an https or http address, not ${url.protocol}`);
}

interface Asked {
  answer: FeedAnswer;
  location: string | undefined;
}

function ask(url: URL, options: RequestOptions, maxBytes: number, timeoutMs: number): Promise<Asked> {
  const request = url.protocol === 'https:' ? tlsRequest : plainRequest;
  return new Promise((done, failed) => {
    const outgoing = request(url, options, (response) => {
      readBody(response, maxBytes).then((body) => done(answerOf(response, body)), failed);
    });
    const late = new Error(`The feed did not answer within ${timeoutMs / 1000} s`);
    const deadline = setTimeout(() => outgoing.destroy(late), timeoutMs);
    outgoing.on('error', failed);
    outgoing.on('close', () => clearTimeout(deadline));
    outgoing.end();
  });
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes)
      throw new Rejected('FeedTooLarge', `The feed answers with more than ${maxBytes} bytes: divide it`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function answerOf({ statusCode = 0, headers }: IncomingMessage, body: Buffer): Asked {
  const plain = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return {
    answer: { status: statusCode, headers: Object.fromEntries(plain), body, ...retryAfter(headers['retry-after']) },
    location: headers.location,
  };
}
