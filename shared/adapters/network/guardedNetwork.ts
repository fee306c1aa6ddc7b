import { request as plainRequest, type RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { AllowedTargets } from '../../core/fanout/targetPolicy';
import type { PostAnswer, SinkIo } from '../../flows/delivery';
import { Rejected } from '../../model/rejected';
import { allAddresses, guardedLookup, type Resolve } from './guardedLookup';
import { retryAfter } from './retryAfter';

/** Only the status counts: what a target says beyond this is not read. */
const maxAnswerBytes = 65_536;

/** The network that automations use. */
export function guardedNetwork(
  allowed: AllowedTargets,
  resolve: Resolve = allAddresses,
  timeoutMs = 30_000,
): Omit<SinkIo, 'secret'> {
  const { addressesOf, lookup } = guardedLookup(allowed, resolve);
  return {
    checkHost: async (host) => void (await addressesOf(host)),
    post: async (url, headers, body) => {
      if (!URL.canParse(url))
        throw new Rejected('InvalidAddress', 'The target is no address; save the automation again');
      const target = new URL(url);
      if (target.protocol !== 'https:' && target.protocol !== 'http:') {
        throw new Rejected('UnsupportedScheme', `The target must be an https or http address, not ${target.protocol}`);
      }
      if (isIP(target.hostname.replace(/^\[|\]$/g, ''))) await addressesOf(target.hostname);
      return send(target, { method: 'POST', headers, lookup }, body, timeoutMs);
    },
  };
}

/** The whole exchange has a deadline: a target that answers drop by drop must not hold a delivery. */
function send(target: URL, options: RequestOptions, body: string, timeoutMs: number): Promise<PostAnswer> {
  const request = target.protocol === 'https:' ? tlsRequest : plainRequest;
  return new Promise((answer, failed) => {
    let late = () => void outgoing.destroy(new Error(`No answer within ${timeoutMs / 1000} s`));
    const outgoing = request(target, options, (response) => {
      const given = { status: response.statusCode ?? 0, ...retryAfter(response.headers['retry-after']) };
      // From here on the status is known, however the rest of the answer ends.
      late = () => void response.destroy();
      response.on('error', () => answer(given));
      response.on('close', () => answer(given));
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > maxAnswerBytes) response.destroy();
      });
    });
    const deadline = setTimeout(() => late(), timeoutMs);
    outgoing.on('error', failed);
    outgoing.on('close', () => clearTimeout(deadline));
    outgoing.end(body);
  });
}
