import { lookup as lookUp } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { checkAddresses, type AllowedTargets } from '../../core/fanout/targetPolicy';

/** All addresses of a host name. */
export type Resolve = (host: string) => Promise<string[]>;

export const allAddresses: Resolve = async (host) => (await lookUp(host, { all: true })).map(({ address }) => address);

/**
 * Looks names up and refuses private addresses that are not allowed. The addresses that a connection is made to are the ones that
 * were checked: the check stands in the lookup itself, so a name cannot change its mind in between.
 */
export function guardedLookup(
  allowed: AllowedTargets,
  resolve: Resolve,
): { addressesOf: (host: string) => Promise<string[]>; lookup: LookupFunction } {
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
  return { addressesOf, lookup };
}
