const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:\d{2})?$/;

/** Milliseconds since 1970 of an ISO 8601 time; UTC when it names no zone. Undefined when it is none. */
export function parseInstant(text: string): number | undefined {
  const found = iso.exec(text.trim());
  if (!found) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = found;
  const clock = `${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  const value = Date.parse(`${year}-${month}-${day}T${clock}${zone}`);
  return Number.isNaN(value) ? undefined : value;
}
