import type { Container, ItemDefinition, ItemResponse } from '@azure/cosmos';
import { Conflict } from '../../flows/ports/portErrors';
import { orConflict } from './batch';

/**
 * Creates (no `_etag`) or replaces that version of a document of container `settings`. One that was removed meanwhile is lost as well:
 * whoever removed it was faster.
 */
export async function saveVersion<T extends { id: string; scope: string; _etag?: string }>(
  container: Container,
  { _etag, ...document }: T,
): Promise<T> {
  const body: ItemDefinition = document;
  const accessCondition = { type: 'IfMatch', condition: _etag ?? '' };
  const write = _etag
    ? container.item(document.id, document.scope).replace(body, { accessCondition })
    : container.items.create(body);
  try {
    return (await orConflict<ItemResponse<ItemDefinition>>(write)).resource as unknown as T;
  } catch (error) {
    if (_etag && (error as { code?: unknown }).code === 404) throw new Conflict('It is gone', { cause: error });
    throw error;
  }
}
