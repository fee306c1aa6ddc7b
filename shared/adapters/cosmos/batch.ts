import type { Container, OperationInput, PartitionKey } from '@azure/cosmos';
import { Conflict } from '../../flows/ports/portErrors';

/**
 * Runs one transactional batch: all or nothing. The SDK does not throw for a failed operation, so every status is
 * looked at: 409 and 412 (somebody was faster) become Conflict, anything else an Error that the caller retries.
 */
export async function writeBatch(container: Container, key: PartitionKey, operations: OperationInput[]): Promise<void> {
  const { result, code } = await container.items.batch(operations, key, { contentResponseOnWriteEnabled: false });
  const failed = (result ?? []).find(({ statusCode }) => statusCode >= 400 && statusCode !== 424);
  if (result && result.length === operations.length && !failed) return;
  const status = failed?.statusCode ?? code;
  if (status === 409 || status === 412 || status === 404) throw new Conflict(`A newer write was there (${status})`);
  throw new Error(`Cosmos refused a batch in ${container.id} with status ${status}`);
}

/** Turns the SDK's error for a lost single write into Conflict. */
export async function orConflict<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code === 409 || code === 412) throw new Conflict('A newer write was there', { cause: error });
    throw error;
  }
}
