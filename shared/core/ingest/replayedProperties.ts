import type { QuarantineEntry } from '../../model/quarantine';

/** Application property of a message that was replayed: where its record stood first. */
export const replayOfProperty = 'skywardenReplayOf';

const maxProperties = 20;
/** They are kept in blob metadata, which holds 8 KB in all. */
const maxBytes = 3000;

/** Properties of a message that are worth keeping for a replay; undefined when there are none, or more than can be kept. */
export function keptProperties(properties: Record<string, unknown>): QuarantineEntry['properties'] {
  const plain = Object.entries(properties).filter(
    (property): property is [string, string | number | boolean] =>
      ['string', 'number', 'boolean'].includes(typeof property[1]) && property[0] !== replayOfProperty,
  );
  if (plain.length === 0 || plain.length > maxProperties) return undefined;
  const kept = Object.fromEntries(plain);
  return Buffer.byteLength(JSON.stringify(kept)) > maxBytes ? undefined : kept;
}

/**
 * Position of the body of a message, which is part of the identity of records without one: that of the first sending, so that
 * a record that is replayed twice is a repeat.
 */
export function bodyPosition(hubPartition: string, sequence: number, properties: Record<string, unknown>): string {
  const first = properties[replayOfProperty];
  return typeof first === 'string' && /^[\w/-]{3,64}$/.test(first) ? first : `${hubPartition}/${sequence}`;
}
