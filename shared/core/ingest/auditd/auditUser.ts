import type { JsonObject } from '../../../model/json';
import { asText } from '../field';

/** 4294967295 is -1 as the kernel prints it: no login behind the process. */
export const isSet = (id: JsonObject[string] | undefined): boolean =>
  id !== undefined && id !== '4294967295' && id !== '-1' && id !== 'unset';

/** Name of the user an id stands for: from the enriched pair (`AUID="admin"`), else the number; uid 0 is root everywhere. */
export function nameOf(fields: JsonObject, key: 'auid' | 'uid' | 'id'): string | undefined {
  const id = fields[key];
  if (!isSet(id)) return undefined;
  const name = fields[key.toUpperCase()];
  if (typeof name === 'string' && isSet(name)) return name;
  return id === '0' ? 'root' : asText(id);
}
