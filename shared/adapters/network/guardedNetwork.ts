import { lookup as resolve } from 'node:dns/promises';
import { request as plainRequest, type RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { checkAddresses, type AllowedTargets } from '../../core/fanout/targetPolicy';
import type { PostAnswer, SinkIo } from '../../flows/delivery';
import { Rejected } from '../../model/rejected';

const timeoutMs = 30_000;

/**
 * The network that automations use. The addresses that a connection is made to are the ones that were checked: the
 * check stands in the lookup itself, so a name cannot change its mind in between.
 */
export function guardedNetwork(allowed: AllowedTargets): Omit<SinkIo, 'secret'> {
  const addressesOf = async (host: string): Promise<string[]> => {
    const bare = host.replace(/^\[|\]$/g, '');
    const addresses = isIP(bare) ? [bare] : (await resolve(bare, { all: true })).map(({ address }) => address);
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
      const target = new URL(url);
      if (target.protocol !== 'https:' && target.protocol !== 'http:') {
        throw new Rejected('UnsupportedScheme', `The target must be an https or http address, not ${target.protocol}`);
      }
      if (isIP(target.hostname.replace(/^\[|\]$/g, ''))) await addressesOf(target.hostname);
      return send(target, { method: 'POST', headers, lookup, timeout: timeoutMs }, body);
    },
  };
}

function send(target: URL, options: RequestOptions, body: string): Promise<PostAnswer> {
  const request = target.protocol === 'https:' ? tlsRequest : plainRequest;
  return new Promise((answer, failed) => {
    const outgoing = request(target, options, (response) => {
      const wait = Number(response.headers['retry-after']);
      const retryAfterSeconds = Number.isFinite(wait) && wait >= 0 ? { retryAfterSeconds: wait } : {};
      response.resume();
      response.on('end', () => answer({ status: response.statusCode ?? 0, ...retryAfterSeconds }));
      response.on('error', failed);
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`No answer within ${timeoutMs / 1000} s`)));
    outgoing.on('error', failed);
    outgoing.end(body);
  });
}
