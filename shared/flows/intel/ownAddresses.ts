import { canonicalAddress } from '../../core/detect/canonicalAddress';
import { allPages } from '../allPages';
import type { Ports } from '../ports';

const maxAddresses = 50_000;

/** Public addresses of the inventory: what is ours is no stranger, whatever a list says. */
export async function ownAddresses(ports: Pick<Ports, 'resources'>): Promise<string[]> {
  const own: string[] = [];
  const filter = { scope: '', type: 'microsoft.network/publicipaddresses' };
  for await (const { resource } of allPages((options) => ports.resources.list(filter, options))) {
    const { ipAddress } = resource.properties ?? {};
    const address = typeof ipAddress === 'string' ? canonicalAddress(ipAddress) : undefined;
    if (address !== undefined && own.length < maxAddresses) own.push(address);
  }
  return own;
}
