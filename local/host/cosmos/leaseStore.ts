import type { Container } from '@azure/cosmos';
import { z } from 'zod';

const leaseSchema = z.object({
  id: z.string(),
  Owner: z.string().nullish(),
  timestamp: z.string(),
  ContinuationToken: z.string().nullish(),
  _etag: z.string(),
});

type LeaseDocument = z.infer<typeof leaseSchema>;

/** Another owner has the lease now. */
export class LeaseLostError extends Error {
  constructor(id: string, owner: string | null | undefined) {
    super(`lease ${id} is held by ${owner ?? 'nobody'}`);
    this.name = 'LeaseLostError';
  }
}

/** The lease of one feed range: who reads it and how far. Updates of one lease run one after another. */
export interface Lease {
  /** The continuation token to go on from, or `'held'` while another owner's lease has not expired. */
  acquire: () => Promise<{ token: string | undefined } | 'held'>;
  /** Stores the token; throws LeaseLostError when another owner took over. */
  checkpoint: (token: string) => Promise<void>;
  renew: () => Promise<void>;
  release: () => Promise<void>;
}

export interface LeaseOptions {
  container: Container;
  id: string;
  ownerId: string;
  /** Milliseconds after the last update at which another owner's lease may be taken. */
  expiration: number;
  /** Further members of the document, as the Azure extension writes them. */
  description: Record<string, unknown>;
}

const statusOf = (error: unknown): unknown => (error as { code?: unknown } | undefined)?.code;

export function createLease({ container, id, ownerId, expiration, description }: LeaseOptions): Lease {
  let current: LeaseDocument | undefined;
  let chain: Promise<unknown> = Promise.resolve();

  async function read(): Promise<LeaseDocument | undefined> {
    const { resource } = await container.item(id, id).read<LeaseDocument>();
    return resource === undefined ? undefined : leaseSchema.loose().parse(resource);
  }

  async function replace(base: LeaseDocument, changes: Partial<LeaseDocument>): Promise<void> {
    const accessCondition = { type: 'IfMatch', condition: base._etag };
    const next = { ...base, ...changes, timestamp: new Date().toISOString() };
    const { resource } = await container.item(id, id).replace<LeaseDocument>(next, { accessCondition });
    current = leaseSchema.loose().parse(resource);
  }

  /** On 412 somebody else wrote: still ours means try again on the new version. */
  async function update(changes: Partial<LeaseDocument>): Promise<void> {
    for (;;) {
      if (current === undefined) throw new LeaseLostError(id, undefined);
      try {
        return await replace(current, changes);
      } catch (error) {
        if (statusOf(error) !== 412) throw error;
      }
      const seen = await read();
      if (seen?.Owner !== ownerId) throw new LeaseLostError(id, seen?.Owner);
      current = seen;
    }
  }

  async function acquire(): Promise<{ token: string | undefined } | 'held'> {
    const seen = await read();
    if (seen === undefined) {
      const fresh = {
        id,
        ...description,
        Owner: ownerId,
        timestamp: new Date().toISOString(),
        ContinuationToken: null,
      };
      const { resource } = await container.items.create<object>(fresh);
      current = leaseSchema.loose().parse(resource);
      return { token: undefined };
    }
    const expired = Date.now() - Date.parse(seen.timestamp) > expiration;
    if (seen.Owner && seen.Owner !== ownerId && !expired) return 'held';
    try {
      await replace(seen, { Owner: ownerId });
    } catch (error) {
      if (statusOf(error) === 412) return 'held';
      throw error;
    }
    return { token: seen.ContinuationToken ?? undefined };
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = chain.then(work);
    chain = result.catch(() => undefined);
    return result;
  }

  return {
    acquire: () => inTurn(acquire),
    checkpoint: (token) => inTurn(() => update({ ContinuationToken: token })),
    renew: () => inTurn(() => update({})),
    release: () => inTurn(() => update({ Owner: null })),
  };
}
