import type { Listed } from '../flows/ports/listed';
import { isWithin } from '../model/resourceId';
import { isManagementGroup, readableScopes } from './managementGroup';
import type { Page } from './paging';
import type { RequestContext } from './requestContext';

/** Reads of a list whose rows mostly lie outside of the caller's scopes end after so many pages; the next request goes on. */
const maxRounds = 20;

/**
 * One page of the rows below the request's scope that the caller may read, in the store's order. One readable scope is
 * asked for as such; of several, the whole is read and what lies outside is left out, since only that keeps the order; for a management group that
 * is the whole tenant.
 */
export async function listReadable<T>(
  { caller, scope }: RequestContext,
  page: Page,
  idOf: (row: T) => string,
  list: (scope: string, page: Page) => Promise<Listed<T>>,
): Promise<Listed<T>> {
  const scopes = readableScopes(caller, scope);
  if (scopes.length === 0) return { items: [] };
  if (scopes.length === 1) return list(scopes[0]!, page);
  const whole = isManagementGroup(scope) ? '' : scope;
  const items: T[] = [];
  let { continuation } = page;
  for (let round = 0; round < maxRounds; round += 1) {
    const listed = await list(whole, { top: page.top - items.length, continuation });
    items.push(...listed.items.filter((row) => scopes.some((one) => isWithin(idOf(row), one))));
    continuation = listed.continuation;
    if (continuation === undefined || items.length >= page.top) break;
  }
  return { items, ...(continuation !== undefined && { continuation }) };
}
