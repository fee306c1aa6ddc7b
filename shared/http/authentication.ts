import type { JWTPayload, JWTVerifyGetKey } from 'jose' with { 'resolution-mode': 'import' };
import type { AuthSettings } from './deps';
import { HttpError } from './httpError';

/** Who calls: object id and groups, in lower case. */
export interface Principal {
  oid: string;
  groups: string[];
}

/** Reads the bearer token of a request. Throws HttpError 401, or 503 when the issuer's keys cannot be fetched. */
export type Authenticate = (headers: Record<string, string>, now: Date) => Promise<Principal>;

const maxTokenLength = 16 * 1024;
const clockToleranceSeconds = 60;
const maxGroups = 256;

type Jose = typeof import('jose', { with: { 'resolution-mode': 'import' } });

/** What jose throws when the token itself is at fault; any other error is ours or the issuer's. */
const isTokenFault = ({ errors }: Jose, cause: unknown): boolean =>
  [
    errors.JWTClaimValidationFailed,
    errors.JWTInvalid,
    errors.JWSInvalid,
    errors.JWSSignatureVerificationFailed,
    errors.JOSEAlgNotAllowed,
    errors.JOSENotSupported,
    errors.JWKSNoMatchingKey,
  ].some((fault) => cause instanceof fault);

/** Tokens are signed (RS256 or ES256) by a trusted issuer for one of our audiences, carry `exp` and `oid`, and are not expired. */
export function createAuthenticate(auth: AuthSettings): Authenticate {
  let loaded: Promise<{ jose: Jose; keys: JWTVerifyGetKey }> | undefined;
  const unauthorized = (code: string, message: string): HttpError =>
    new HttpError(401, code, message, {
      'www-authenticate': `Bearer authorization_uri="${auth.issuers[0] ?? ''}", error="invalid_token", error_description="${message}"`,
    });

  return async (headers, now) => {
    const header = headers['authorization'];
    if (!header)
      throw unauthorized('AuthenticationFailed', 'Authentication failed. The Authorization header is missing.');
    const token = /^Bearer +(\S+)$/i.exec(header)?.[1];
    if (token === undefined || token.length > maxTokenLength)
      throw unauthorized('InvalidAuthenticationToken', 'The Authorization header does not hold a bearer token.');
    const { jose, keys } = await (loaded ??= load(auth));
    try {
      const { payload } = await jose.jwtVerify(token, keys, {
        issuer: auth.issuers,
        audience: auth.audiences,
        algorithms: ['RS256', 'ES256'],
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['exp', 'oid'],
        currentDate: now,
      });
      const principal = principalOf(payload);
      if (principal) return principal;
    } catch (cause) {
      if (cause instanceof jose.errors.JWTExpired)
        throw unauthorized('ExpiredAuthenticationToken', 'The access token has expired.');
      if (!isTokenFault(jose, cause)) throw keysUnavailable(cause);
    }
    throw unauthorized('InvalidAuthenticationToken', 'The access token is invalid.');
  };
}

/** jose is an ES module and loaded with the first token. A key set that cannot be read is a fault of the configuration. */
async function load(auth: AuthSettings): Promise<{ jose: Jose; keys: JWTVerifyGetKey }> {
  const jose = await import('jose');
  const { jwks } = auth;
  return {
    jose,
    keys: typeof jwks === 'string' ? jose.createRemoteJWKSet(new URL(jwks)) : jose.createLocalJWKSet(jwks),
  };
}

function principalOf({ oid, groups }: JWTPayload): Principal | undefined {
  if (typeof oid !== 'string' || oid === '') return undefined;
  const named = Array.isArray(groups) ? groups.filter((group): group is string => typeof group === 'string') : [];
  return { oid: oid.toLowerCase(), groups: named.slice(0, maxGroups).map((group) => group.toLowerCase()) };
}

function keysUnavailable(cause: unknown): HttpError {
  const error = new HttpError(503, 'ServiceUnavailable', 'The keys of the token issuer cannot be fetched.', {
    'retry-after': '5',
  });
  error.cause = cause;
  return error;
}
