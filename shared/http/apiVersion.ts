import { badRequest } from './httpError';
import type { Noun, Route } from './noun';

/**
 * The api-version of a request in the noun's own spelling (compared without case), or empty when none is asked for.
 * Throws HttpError 400, naming the supported ones.
 */
export function readApiVersion(noun: Noun, route: Route, query: Map<string, string>): string {
  if (noun.apiVersions === 'none') return '';
  const asked = query.get('api-version')?.trim();
  if (!asked)
    throw badRequest(
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  if (noun.apiVersions === 'any') return readFree(asked);
  const supported = route.apiVersions ?? noun.apiVersions;
  const found = supported.find((version) => version.toLowerCase() === asked.toLowerCase());
  if (found !== undefined) return found;
  throw badRequest(
    'NoRegisteredProviderFound',
    `No registered resource provider found for API version '${asked.slice(0, 64)}' and ${route.method} of type '${noun.type}'. ` +
      `The supported api-versions are '${supported.join(', ')}'.`,
  );
}

function readFree(asked: string): string {
  if (/^\d{4}-\d{2}-\d{2}(-preview)?$/i.test(asked)) return asked.toLowerCase();
  throw badRequest(
    'InvalidApiVersionParameter',
    'The api-version must be a date like 2022-12-01, optionally -preview.',
  );
}
