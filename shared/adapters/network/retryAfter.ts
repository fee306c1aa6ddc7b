/** Seconds or an HTTP date (RFC 9110, section 10.2.3). */
export function retryAfter(header: string | undefined): { retryAfterSeconds?: number } {
  if (!header || !/^(\d+$|[A-Za-z])/.test(header)) return {};
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isFinite(seconds) ? { retryAfterSeconds: Math.max(0, seconds) } : {};
}
