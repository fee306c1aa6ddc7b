import type { Container } from '@azure/cosmos';
import { orConflict } from './batch';

/**
 * Removes that version (without `_etag`: whatever is there) of a document of container `settings`; false if there is none. Throws Conflict
 * when another version is there.
 */
export async function removeVersion(
  container: Container,
  { id, scope, _etag }: { id: string; scope: string; _etag?: string },
): Promise<boolean> {
  const options = _etag ? { accessCondition: { type: 'IfMatch', condition: _etag } } : {};
  try {
    await orConflict(container.item(id, scope).delete(options));
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 404) return false;
    throw error;
  }
}
