import type { TokenCredential } from '@azure/identity';
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  type PipelineOptions,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { z } from 'zod';
import { Throttled } from '../../flows/ports/portErrors';
import type { JsonObject } from '../../model/json';
import { refusalOf } from './serviceErrors';

const answerWithinMs = 60_000;
/** A collection that has more pages than this is no collection of one resource. */
const maxPages = 500;
/** So long a list that is under way waits in all: begun anew each time, it would never come to its end. */
const patienceSeconds = 180;

export type ServiceOptions = PipelineOptions & { sleep?: (milliseconds: number) => Promise<void> };

export interface ServiceClient {
  /** The JSON object at an address of the service, or undefined for 404. Throws Throttled and Rejected. */
  get(url: string, headers?: Record<string, string>): Promise<JsonObject | undefined>;
  /** Members of all pages of a collection, or undefined for 404. */
  list(url: string, headers?: Record<string, string>): Promise<JsonObject[] | undefined>;
}

const objectSchema = z.record(z.string(), z.json());
const pageSchema = z.looseObject({
  value: z.array(objectSchema),
  nextLink: z.string().nullish(),
  '@odata.nextLink': z.string().nullish(),
});

/** Reads JSON from one service with a token for it. Tokens go to its own address only, whatever a next link says. */
export function serviceClient(
  endpoint: string,
  credential: TokenCredential,
  { sleep = wait, ...options }: ServiceOptions = {},
): ServiceClient {
  // Who is told to wait puts the piece of work back on its queue instead of waiting here.
  const pipeline = createPipelineFromOptions({ retryOptions: { maxRetries: 0 }, ...options });
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: `${endpoint}/.default` }));
  const http = createDefaultHttpClient();

  async function send(url: string, headers: Record<string, string>): Promise<PipelineResponse> {
    if (new URL(url).origin !== new URL(endpoint).origin) throw new Error(`${endpoint} named a page elsewhere`);
    const request = createPipelineRequest({
      url,
      headers: createHttpHeaders({ accept: 'application/json', ...headers }),
      abortSignal: AbortSignal.timeout(answerWithinMs),
    });
    const response = await pipeline.sendRequest(http, request);
    const isFine = response.status === 200 || response.status === 404;
    if (isFine) return response;
    throw refusalOf(response.status, (name) => response.headers.get(name), response.bodyAsText ?? '', url);
  }

  async function sendPatiently(
    url: string,
    headers: Record<string, string>,
    patience: { seconds: number },
  ): Promise<PipelineResponse> {
    for (;;) {
      try {
        return await send(url, headers);
      } catch (error) {
        if (!(error instanceof Throttled) || error.retryAfterSeconds > patience.seconds) throw error;
        patience.seconds -= error.retryAfterSeconds;
        await sleep(error.retryAfterSeconds * 1_000);
      }
    }
  }

  return {
    async get(url, headers = {}) {
      const response = await send(url, headers);
      return response.status === 404 ? undefined : objectSchema.parse(JSON.parse(response.bodyAsText ?? ''));
    },
    async list(url, headers = {}) {
      const members: JsonObject[] = [];
      const patience = { seconds: patienceSeconds };
      let next: string | undefined = url;
      for (let pages = 0; next !== undefined; pages += 1) {
        if (pages >= maxPages) throw new Error(`A collection has more than ${maxPages} pages`);
        const response = pages === 0 ? await send(next, headers) : await sendPatiently(next, headers, patience);
        if (response.status === 404 && pages === 0) return undefined;
        // A part of a list says nothing of what is not in it.
        if (response.status === 404) throw new Error(`A page of ${new URL(url).pathname} is gone`);
        const page = pageSchema.parse(JSON.parse(response.bodyAsText ?? ''));
        members.push(...page.value);
        next = page.nextLink || page['@odata.nextLink'] || undefined;
      }
      return members;
    },
  };
}

const wait = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
