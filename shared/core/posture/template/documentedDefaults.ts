import type { Json } from '../../../model/json';

interface Default {
  key: string;
  value: Json;
  /** First stable api-version in which it holds. */
  since: string;
  /** What held before. */
  before?: Json;
}

/**
 * What Azure documents that it sets where a request says nothing. From the reference of Microsoft.Storage: "The default value
 * is true since API version 2019-04-01" (supportsHttpsTrafficOnly), "The default interpretation is true for this property"
 * (allowSharedKeyAccess, null is true). Anything else that is left out stays unknown.
 */
const defaults: Record<string, readonly Default[]> = {
  'microsoft.storage/storageaccounts': [
    { key: 'supportsHttpsTrafficOnly', value: true, since: '2019-04-01', before: false },
    { key: 'allowSharedKeyAccess', value: true, since: '2019-06-01' },
  ],
};

/** Properties that a resource of that type gets when they are left out, by the api-version of the request. */
export function documentedDefaults(type: string, apiVersion: string): Record<string, Json> {
  const found: Record<string, Json> = {};
  if (!/^\d{4}-\d\d-\d\d/.test(apiVersion)) return found;
  for (const { key, value, since, before } of defaults[type.toLowerCase()] ?? []) {
    if (apiVersion.slice(0, 10) >= since) found[key] = value;
    else if (before !== undefined) found[key] = before;
  }
  return found;
}
