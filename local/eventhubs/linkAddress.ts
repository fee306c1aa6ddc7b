import { notFound } from './amqpFault';

export type LinkAddress =
  | { node: 'cbs' }
  | { node: 'management' }
  | { node: 'hub'; hub: string; partition: string | undefined }
  | { node: 'consumer'; hub: string; group: string; partition: string };

/** Reads what a link's source or target names, with or without scheme and host. Throws AmqpFault for anything else. */
export function parseLinkAddress(address: unknown): LinkAddress {
  if (typeof address !== 'string' || address.length > 1024) throw notFound('(no address)');
  const segments = address
    .replace(/^[a-z]+:\/\/[^/]*/i, '')
    .split('/')
    .filter((segment) => segment !== '');
  const [hub, collection, first, second, third] = segments;
  const kind = collection?.toLowerCase();
  if (hub === '$cbs' && segments.length === 1) return { node: 'cbs' };
  if (segments.at(-1) === '$management' && segments.length <= 2) return { node: 'management' };
  if (hub !== undefined && segments.length === 1) return { node: 'hub', hub, partition: undefined };
  if (hub !== undefined && kind === 'partitions' && segments.length === 3)
    return { node: 'hub', hub, partition: first };
  const isConsumer = kind === 'consumergroups' && second?.toLowerCase() === 'partitions' && segments.length === 5;
  if (isConsumer && hub !== undefined && first !== undefined && third !== undefined) {
    return { node: 'consumer', hub, group: first, partition: third };
  }
  throw notFound(address.slice(0, 200));
}
