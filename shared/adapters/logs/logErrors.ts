import type { RestError } from '@azure/storage-blob';
import { Throttled } from '../../flows/ports/portErrors';
import { Rejected } from '../../model/rejected';

const defaultPauseSeconds = 60;
const longestPauseSeconds = 3_600;

/** By name: each Azure package may bring a class of its own. */
const isRestError = (error: unknown): error is RestError => error instanceof Error && error.name === 'RestError';

/** The query took longer than it may: half of it may not. */
export const isTimeout = (error: unknown): boolean => isRestError(error) && error.statusCode === 504;

/** What an error of the query API means, where that is known. */
export function refusalOf(error: unknown, table: string): Error | undefined {
  if (!isRestError(error)) return undefined;
  const status = error.statusCode ?? 0;
  const body = error.response?.bodyAsText ?? '';
  if (status === 429 || (status === 503 && retryAfter(error) !== undefined))
    return new Throttled(retryAfter(error) ?? defaultPauseSeconds, { cause: error });
  // SEM0100: a name that resolves to nothing; the only one in our queries is that of the table.
  if (status === 400 && /SEM0100|Failed to resolve table/i.test(body))
    return new Rejected('TableNotFound', `The workspace has no table ${table}; it comes with its first rows, or never`);
  if (status === 401 || status === 403)
    return new Rejected('Forbidden', `The app may not read table ${table}: it needs Log Analytics Data Reader`);
  if (status === 404) return new Rejected('WorkspaceNotFound', 'There is no Log Analytics workspace with this id');
  if (status === 400) return new Rejected('QueryRefused', `Log Analytics refused the query of table ${table}`);
  return undefined;
}

/** Seconds or an HTTP date (RFC 9110, section 10.2.3). */
function retryAfter(error: RestError): number | undefined {
  const header = error.response?.headers.get('retry-after');
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isFinite(seconds) ? Math.min(Math.max(1, seconds), longestPauseSeconds) : undefined;
}
