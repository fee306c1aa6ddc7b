import { preconditionFailed } from './httpError';
import type { HttpRequest } from './request';

/** Quotes and the weak mark do not count when etags are compared. */
const bare = (etag: string): string =>
  etag
    .trim()
    .replace(/^W\//, '')
    .replace(/^"(.*)"$/, '$1');

const listed = (header: string): string[] => header.split(',').map(bare);

/**
 * `If-Match` and `If-None-Match` against what is stored (`undefined`: nothing is). `bodyEtag`, the etag inside the body of
 * an update, counts as an If-Match when there is no header and something to update. Throws HttpError 412.
 */
export function checkPreconditions(request: HttpRequest, stored: string | undefined, bodyEtag?: string): void {
  const match = request.headers['if-match'] ?? (stored === undefined ? undefined : bodyEtag);
  const noneMatch = request.headers['if-none-match'];
  if (match !== undefined && !matches(match, stored))
    throw preconditionFailed('The resource is not there in the version that If-Match or etag names: read it again.');
  if (noneMatch !== undefined && matches(noneMatch, stored))
    throw preconditionFailed('The resource exists in a version that If-None-Match excludes.');
}

function matches(header: string, stored: string | undefined): boolean {
  if (stored === undefined) return false;
  return header.trim() === '*' || listed(header).includes(bare(stored));
}
