import { openCatalogue, type Catalogue } from './catalogue';
import type { ContainerDefinition } from './definition';
import { createHandler, isQuery } from './handle';
import { defaultOffer } from './offers';
import type { Answer, CosmosRequest } from './request';
import { listen, listener } from './server';
import { openAuthoriser } from './signature';
import { openStore } from './store';
import { startSweep } from './ttl';

export interface CosmosOptions {
  /** Kept over restarts. */
  folder: string;
  /** 0 takes a free one. */
  port: number;
  host?: string;
  /** Account key, base64. */
  key: string;
  databases: { id: string; containers: ContainerDefinition[] }[];
  /** A second port that speaks HTTPS; key and certificate as PEM. */
  tls?: { port: number; key: string; cert: string };
  /** Says whether to accept an Entra token; without it only the account key passes. */
  verifyToken?: (token: string) => Promise<boolean>;
  /** false leaves the flush of a commit to the operating system: survives a killed process, not a power cut. For tests. */
  durable?: boolean;
  log?: (line: string) => void;
}

export interface CosmosEndpoint {
  port: number;
  tlsPort?: number;
  endpoint: string;
  connectionString: string;
  /** Sums since the start; `writes` counts requests that may write. */
  charges(): { requests: number; requestUnits: number; writes: number };
  stop(): Promise<void>;
}

/** Makes what the definition names and the store lacks; what exists keeps its data and gets the new policy and ttl. */
async function applyDefinition(catalogue: Catalogue, databases: CosmosOptions['databases']): Promise<void> {
  const known = new Set(catalogue.databases().map(({ id }) => id));
  for (const database of databases) {
    if (!known.has(database.id)) await catalogue.createDatabase({ id: database.id });
    const present = new Set(catalogue.containers(database.id).map(({ definition }) => definition.id));
    for (const definition of database.containers) {
      if (present.has(definition.id)) await catalogue.replaceContainer(database.id, definition.id, definition);
      else await catalogue.createContainer(database.id, definition, defaultOffer);
    }
  }
}

/** Starts a local endpoint that speaks the Cosmos DB (NoSQL) protocol as `@azure/cosmos` uses it. */
export async function startCosmos(options: CosmosOptions): Promise<CosmosEndpoint> {
  const { host = '127.0.0.1', log = () => undefined } = options;
  const sums = { requests: 0, requestUnits: 0, writes: 0 };
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).toReversed()) await step();
  };

  try {
    const store = openStore({ folder: options.folder, durable: options.durable ?? true, clock: Date.now });
    stops.push(() => store.close());
    const catalogue = openCatalogue(store, log);
    stops.push(() => catalogue.settled());
    await applyDefinition(catalogue, options.databases);
    const sweep = startSweep(store, catalogue.byNumber, log);
    stops.push(() => sweep.stop());

    const authorise = openAuthoriser({ key: options.key, verifyToken: options.verifyToken });
    const handle = createHandler(store, catalogue);
    const answer = async (request: CosmosRequest): Promise<Answer> => {
      await authorise(request, Date.now());
      const answered = await handle(request);
      sums.requests++;
      sums.requestUnits += answered.charge;
      if (request.method !== 'GET' && !isQuery(request)) sums.writes++;
      return answered;
    };
    const plain = await listen(listener(answer, log), { port: options.port, host });
    stops.push(() => plain.stop());
    const tls =
      options.tls && (await listen(listener(answer, log), { port: options.tls.port, host, tls: options.tls }));
    if (tls) stops.push(() => tls.stop());
    const endpoint = `http://${host}:${plain.port}`;
    return {
      port: plain.port,
      ...(tls ? { tlsPort: tls.port } : {}),
      endpoint,
      connectionString: `AccountEndpoint=${endpoint}/;AccountKey=${options.key};`,
      charges: () => ({ ...sums }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
