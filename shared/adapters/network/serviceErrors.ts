import { Throttled } from '../../flows/ports/portErrors';
import { Rejected } from '../../model/rejected';
import { retryAfter } from './retryAfter';

const defaultPauseSeconds = 60;
const longestPauseSeconds = 3_600;
const longestMessage = 200;

/**
 * What an answer that is no success means: Throttled for 429, and for 503 that says when to come back; Rejected where asking
 * again does not help; else an Error that is tried again.
 */
export function refusalOf(
  status: number,
  header: (name: string) => string | undefined,
  body: string,
  url: string,
): Error {
  const { retryAfterSeconds } = retryAfter(header('retry-after'));
  if (status === 429 || (status === 503 && retryAfterSeconds !== undefined))
    return new Throttled(Math.min(Math.max(1, retryAfterSeconds ?? defaultPauseSeconds), longestPauseSeconds));
  const { code, message } = errorIn(body);
  const where = new URL(url).pathname;
  if (status === 401 || status === 403) return new Rejected('Forbidden', `The app may not read ${where}: ${message}`);
  if (status >= 400 && status < 500 && status !== 408)
    return new Rejected(code, `${where} was refused with ${status}: ${message}`);
  return new Error(`${where} answered ${status}: ${message}`);
}

/** `{error: {code, message, details: [{code, message}]}}`, as Resource Manager and Microsoft Graph write it. */
function errorIn(body: string): { code: string; message: string } {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: unknown; message?: unknown; details?: unknown } };
    const detail = Array.isArray(error?.details)
      ? (error.details[0] as { code?: unknown; message?: unknown })
      : undefined;
    const code = typeof error?.code === 'string' && /^\w{1,64}$/.test(error.code) ? error.code : 'Refused';
    const message = [error?.message, detail?.message].filter((text) => typeof text === 'string').join(' ');
    return { code, message: message.slice(0, longestMessage) };
  } catch (error) {
    if (error instanceof SyntaxError) return { code: 'Refused', message: 'no reason given' };
    throw error;
  }
}
