import sample from '../../local.settings.sample.json';
import type { Identity } from './identity';
import type { StartOptions } from './options';

export const homeSubscription = sample.Values.HOME_SUBSCRIPTION_ID;

/** The settings a newcomer would copy from the sample, with the addresses and keys of this start. */
export function appSettings(
  options: StartOptions,
  identity: Identity,
  connections: { storage: string; cosmos: string; hubs: string },
): Record<string, string> {
  return {
    ...sample.Values,
    AzureWebJobsStorage: connections.storage,
    STORAGE: connections.storage,
    COSMOS: connections.cosmos,
    EVENT_HUBS: connections.hubs,
    SECRETS_KEY: identity.secretsKey,
    PUBLIC_URL: `http://127.0.0.1:${options.ports.api}`,
    TOKEN_JWKS_URI: `http://127.0.0.1:${options.ports.issuer}/jwks.json`,
  };
}
