import { badRequest } from './httpError';

const maxPathLength = 4096;
const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const groupName = /^[-\w._()]{1,90}$/;

/**
 * Segments of a request path, decoded once before they are split: an id sent with `%2F` means the same as one sent with
 * slashes, and what is authorised is what is looked up. Throws HttpError 400 for anything that could be read two ways.
 */
export function pathSegments(pathname: string): string[] {
  if (pathname.length > maxPathLength) throw badRequest('InvalidRequestUri', 'The request path is too long.');
  const segments = decode(pathname).split('/').filter(Boolean);
  // oxlint-disable-next-line no-control-regex
  if (segments.some((segment) => segment === '.' || segment === '..' || /[\u0000-\u001f\u007f\\]/.test(segment)))
    throw badRequest('InvalidRequestUri', 'The request path contains a segment that is not allowed.');
  checkIdentifiers(segments);
  return segments;
}

function decode(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch (cause) {
    if (cause instanceof URIError) throw badRequest('InvalidRequestUri', 'The request path is not valid UTF-8.');
    throw cause;
  }
}

/** Clients do not enforce the patterns of subscription ids and resource group names. */
function checkIdentifiers(segments: string[]): void {
  const at = segments.findIndex((segment) => segment.toLowerCase() === 'subscriptions');
  const subscription = at < 0 ? undefined : segments[at + 1];
  if (subscription === undefined) return;
  if (!guid.test(subscription))
    throw badRequest(
      'InvalidSubscriptionId',
      `The provided subscription identifier '${subscription.slice(0, 64)}' is malformed or invalid: it must be a GUID.`,
    );
  const group = segments[at + 2]?.toLowerCase() === 'resourcegroups' ? segments[at + 3] : undefined;
  if (group !== undefined && !groupName.test(group))
    throw badRequest(
      'InvalidResourceGroup',
      'A resource group name has 1 to 90 letters, digits, underscores, hyphens, periods and parentheses.',
    );
}
