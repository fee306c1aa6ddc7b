import type { TokenCredential } from '@azure/identity';
import type { Settings } from '../settings';

/** A connection is a connection string, or the settings of an identity-based one by their name in lower case. */
export type ConnectionSettings = { connectionString: string } | { section: Record<string, string> };

/**
 * Looks up connection `name` as Azure does (azure-webjobs-sdk, `IConfigurationExtensions`): `AzureWebJobs<name>` before
 * `<name>`, each first among the connection strings, then as a setting or as a section `<name>__...`.
 * Throws when there is none.
 */
export function connectionSettings(name: string, settings: Settings): ConnectionSettings {
  for (const candidate of [`AzureWebJobs${name}`, name]) {
    const connectionString = settings.get(`ConnectionStrings__${candidate}`) ?? settings.get(candidate);
    if (connectionString !== undefined && connectionString !== '') return { connectionString };
    const section = settings.section(candidate);
    if (Object.keys(section).length > 0) return { section };
  }
  throw new Error(
    `connection "${name}" is not configured: set ${name} to a connection string, or ${name}__... to an identity`,
  );
}

/** One setting of an identity-based connection; throws with its full name when it is missing. */
export function sectionValue(section: Record<string, string>, connection: string, names: string[]): string {
  const value = names.map((name) => section[name.toLowerCase()]).find((found) => found !== undefined);
  if (value === undefined) throw new Error(`connection "${connection}" needs the setting ${connection}__${names[0]}`);
  return value;
}

/** `DefaultAzureCredential`, loaded on first use; `__clientId` names a user-assigned identity. */
export function identityCredential(section: Record<string, string>): TokenCredential {
  const clientId = section['clientid'];
  let loaded: Promise<TokenCredential> | undefined;
  async function load(): Promise<TokenCredential> {
    const { DefaultAzureCredential } = await import('@azure/identity');
    return new DefaultAzureCredential(clientId === undefined ? {} : { managedIdentityClientId: clientId });
  }
  return {
    getToken: async (scopes, options) => (await (loaded ??= load())).getToken(scopes, options),
  };
}
