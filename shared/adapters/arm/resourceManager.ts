import type { TokenCredential } from '@azure/identity';
import { ResourceManagementClient, type ResourceManagementClientOptionalParams } from '@azure/arm-resources';
import type { Config } from '../../config';
import { ArmOverdue, type ResourceManager } from '../../flows/ports/resourceManager';
import type { JsonObject } from '../../model/json';
import { credentialOf } from '../identity/credential';
import { once } from '../once';
import { armError } from './armErrors';

/** Throttling and unavailability are retried with the service's own delays, as long as the deadline allows. */
const retryOptions = { maxRetries: 8, retryDelayInMs: 1_000, maxRetryDelayInMs: 30_000 };

/** Azure Resource Manager over its SDK, with the identity of the app. Ids name the subscription, so the client has none. */
export function resourceManager(
  config: Pick<Config, 'ARM_ENDPOINT' | 'blobs'>,
  {
    credential,
    updateIntervalInMs,
    ...options
  }: ResourceManagementClientOptionalParams & { credential?: TokenCredential; updateIntervalInMs?: number } = {},
): ResourceManager {
  const endpoint = config.ARM_ENDPOINT.replace(/\/+$/, '');
  const client = once(() => {
    const identity = credential ?? credentialOf('endpoint' in config.blobs ? config.blobs.clientId : undefined);
    return new ResourceManagementClient(identity, { endpoint, retryOptions, ...options });
  });

  async function within<T>(deadline: Date, act: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
    const left = deadline.getTime() - Date.now();
    if (left <= 0) throw new ArmOverdue('There was no time left to ask Resource Manager.');
    try {
      return await act(AbortSignal.timeout(left));
    } catch (error) {
      throw armError(error);
    }
  }

  return {
    endpoint,

    read: (id, apiVersion, deadline) =>
      within(deadline, async (abortSignal) => {
        let body = '';
        try {
          await client().resources.getById(inPath(id), apiVersion, {
            abortSignal,
            // The SDK leaves out what it has no model for: the resource is taken as it was sent.
            onResponse: (response) => void (body = response.bodyAsText ?? ''),
          });
        } catch (error) {
          if ((error as { statusCode?: unknown }).statusCode === 404) return undefined;
          throw error;
        }
        return JSON.parse(body) as JsonObject;
      }),

    write: ({ method, path, apiVersion, body }, deadline) =>
      within(deadline, async (abortSignal) => {
        const { resources } = client();
        const pollOptions = { abortSignal, ...(updateIntervalInMs !== undefined && { updateIntervalInMs }) };
        const write = method === 'PATCH' ? 'beginUpdateById' : 'beginCreateOrUpdateById';
        const poller = await resources[write](inPath(path), apiVersion, body, pollOptions);
        await poller.pollUntilDone({ abortSignal });
      }),
  };
}

/** The SDK puts a slash before ids. */
const inPath = (id: string): string => id.replace(/^\/+/, '');
