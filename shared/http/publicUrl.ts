import type { HttpRequest } from './request';

const hostPattern = /^(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/i;
const prefixPattern = /^(?:\/[\w.~-]+)+$/;

/**
 * Where the client reached the API, without a trailing slash: a configured URL, else what the proxy in front says, else
 * the Host header, else the URL of the request. Headers that are not plain hosts are ignored.
 */
export function publicUrlOf(request: HttpRequest, url: URL, configured?: string): string {
  if (configured !== undefined) return configured.replace(/\/+$/, '');
  const scheme = first(request.headers['x-forwarded-proto'])?.toLowerCase();
  const protocol = scheme === 'https' || scheme === 'http' ? `${scheme}:` : url.protocol;
  const candidates = [first(request.headers['x-forwarded-host']), request.headers['host']];
  const host = candidates.find((candidate) => candidate !== undefined && hostPattern.test(candidate)) ?? url.host;
  const prefix = first(request.headers['x-forwarded-prefix'])?.replace(/\/+$/, '') ?? '';
  return `${protocol}//${host}${prefixPattern.test(prefix) ? prefix : ''}`;
}

const first = (header: string | undefined): string | undefined => header?.split(',')[0]?.trim();
