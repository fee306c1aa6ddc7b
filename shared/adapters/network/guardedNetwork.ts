import { lookup as lookUp } from 'node:dns/promises';
import { request as plainRequest, type RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { checkAddresses, type AllowedTargets } from '../../core/fanout/targetPolicy';
import type { PostAnswer, SinkIo } from '../../flows/delivery';
import { Rejected } from '../../model/rejected';

/** Only the status counts: what a target says beyond this is not read. */
const maxAnswerBytes = 65_536;

/** All addresses of a host name. */
export type Resolve = (host: string) => Promise<string[]>;

const allAddresses: Resolve = async (host) => (await lookUp(host, { all: true })).map(({ address }) => address);

/**
 * The network that automations use. The addresses that a connection is made to are the ones that were checked: the
 * check stands in the lookup itself, so a name cannot change its mind in between.
 */
export function guardedNetwork(
  allowed: AllowedTargets,
  resolve: Resolve = allAddresses,
  timeoutMs = 30_000,
): Omit<SinkIo, 'secret'> {
  const addressesOf = async (host: string): Promise<string[]> => {
    const bare = host.replace(/^\[|\]$/g, '');
    const addresses = isIP(bare) ? [bare] : await resolve(bare);
    checkAddresses(bare, addresses, allowed);
    return addresses;
  };
  const lookup: LookupFunction = (host, options, done) => {
    addressesOf(host).then(
      (addresses) => {
        const found = addresses.map((address) => ({ address, family: isIP(address) }));
        return options.all ? done(null, found) : done(null, found[0]!.address, found[0]!.family);
      },
      (error: NodeJS.ErrnoException) => done(error, ''),
    );
  };
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

/** Seconds or an HTTP date (RFC 9110, section 10.2.3). */
function retryAfter(header: string | undefined): { retryAfterSeconds?: number } {
  if (!header || !/^(\d+$|[A-Za-z])/.test(header)) return {};
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isFinite(seconds) ? { retryAfterSeconds: Math.max(0, seconds) } : {};
}
