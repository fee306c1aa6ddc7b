import { join, resolve } from 'node:path';
import { developmentPrincipals } from '../local/issuer/developmentPrincipals';
import { openIssuer } from '../local/issuer/issuer';
import { readEndpoints } from '../local/start/endpoints';
import type { RoleName } from '../shared/model/documents/settings';
import { Rejected } from '../shared/model/rejected';

export interface ApiCall {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
}

export interface ApiPlace {
  /** Folder of a platform on this machine. */
  data: string;
  /** Where another deployment is reached; its token is in SKYWARDEN_TOKEN. */
  url?: string | undefined;
}

/** The options that every command over the API takes. */
export const apiOptions = {
  data: { type: 'string', default: '.skywarden' },
  url: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** Calls the API of the platform on this machine, in that role, or of the deployment at `url`. */
export async function openApi({ data, url }: ApiPlace, role: RoleName): Promise<ApiCall> {
  const base = (url ?? readEndpoints(resolve(data)).api).replace(/\/+$/, '');
  const token = await tokenFor({ data, url }, role);
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(/^https?:\/\//.test(path) ? path : `${base}/${path.replace(/^\/+/, '')}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text) as T;
    throw new Error(`${method} ${path} answered ${response.status}: ${detailOf(text)}`);
  };
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    put: (path, body) => call('PUT', path, body),
  };
}

async function tokenFor({ data, url }: ApiPlace, role: RoleName): Promise<string> {
  if (url === undefined) {
    const issuer = await openIssuer(join(resolve(data), 'issuer'));
    return issuer.issueToken({ oid: developmentPrincipals[role] });
  }
  const token = process.env['SKYWARDEN_TOKEN'];
  if (token) return token;
  throw new Rejected('NoToken', `Put an access token for ${url} in the environment variable SKYWARDEN_TOKEN.`);
}

/** Problems say what to do in `detail`. */
function detailOf(text: string): string {
  try {
    const { detail, error } = JSON.parse(text) as { detail?: string; error?: { message?: string } };
    return detail ?? error?.message ?? text;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
