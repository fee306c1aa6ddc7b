import type { ServerResponse } from 'node:http';
import type { HttpCookie, HttpData, InvocationResponse } from '../app/functionsCore';
import type { FunctionDefinition } from '../functionDefinition';
import { bytesOf } from '../typedData';

const sameSiteNames: Record<string, string> = { lax: 'Lax', strict: 'Strict', explicitNone: 'None' };

/** `Set-Cookie` of one cookie. Throws on characters that would end it (RFC 6265, section 4.1.1). */
function cookieHeader(cookie: HttpCookie): string {
  if (!/^[!#$%&'*+\-.^_`|~\w]+$/.test(cookie.name)) throw new Error(`cookie name "${cookie.name}" is not allowed`);
  const sameSite = sameSiteNames[cookie.sameSite ?? ''];
  const attributes: [string, string | undefined][] = [
    ['Domain', cookie.domain?.value],
    ['Path', cookie.path?.value],
    ['Expires', cookie.expires && new Date(cookie.expires.value.seconds * 1000).toUTCString()],
    ['Max-Age', cookie.maxAge && String(Math.trunc(cookie.maxAge.value))],
    ['SameSite', sameSite],
  ];
  const written = attributes.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  if (written.some((text) => /[;\r\n]/.test(text))) throw new Error(`cookie "${cookie.name}" has a wrong attribute`);
  const flags = [cookie.secure?.value === true ? 'Secure' : '', cookie.httpOnly?.value === true ? 'HttpOnly' : ''];
  const parts = [
    `${cookie.name}=${encodeURIComponent(cookie.value)}`,
    ...written,
    ...flags.filter((flag) => flag !== ''),
  ];
  return parts.join('; ');
}

/** The http response among the outputs, or undefined when the handler returned nothing. */
export function httpOutput(definition: FunctionDefinition, response: InvocationResponse): HttpData | undefined {
  const binding = definition.outputs.find(({ type }) => type.toLowerCase() === 'http');
  if (binding === undefined || binding.name === '$return') return response.returnValue?.http;
  return response.outputData?.find(({ name }) => name === binding.name)?.data.http;
}

/** Writes a buffered response; nothing returned is 204. */
export function writeResponse(target: ServerResponse, data: HttpData | undefined): void {
  if (data === undefined) {
    target.writeHead(204).end();
    return;
  }
  const status = Number(data.statusCode ?? 200);
  for (const [name, value] of Object.entries(data.headers ?? {})) target.setHeader(name, value);
  const cookies = (data.cookies ?? []).map(cookieHeader);
  if (cookies.length > 0) target.setHeader('Set-Cookie', cookies);
  const body = data.body === undefined || data.body === null ? Buffer.alloc(0) : bytesOf(data.body);
  const bodiless = [204, 205, 304].includes(status);
  if (!bodiless) target.setHeader('Content-Length', body.length);
  target.writeHead(status);
  target.end(bodiless || target.req.method === 'HEAD' ? undefined : body);
}
