import type { EventPage } from '../../model/eventPage';
import { fullList, type PageFilter } from './pageFilter';

/** Whether a page may hold what a search wants; the store of hot pages asks the same of its index. */
export function mayHold(
  page: Omit<EventPage, 'body'>,
  wanted: PageFilter & { workspaceId: string; from: string; to: string },
): boolean {
  const holds = (list: 'hosts' | 'users' | 'addresses'): boolean =>
    !wanted[list] || page[list].length >= fullList || wanted[list].some((value) => page[list].includes(value));
  return (
    page.workspaceId === wanted.workspaceId &&
    page.to >= wanted.from &&
    page.from <= wanted.to &&
    (!wanted.sources || wanted.sources.some((source) => page.sources.includes(source))) &&
    holds('hosts') &&
    holds('users') &&
    holds('addresses')
  );
}
