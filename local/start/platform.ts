import { join, resolve } from 'node:path';
import { developmentPrincipals } from '../issuer/developmentPrincipals';
import { openIssuer } from '../issuer/issuer';
import { apiClient } from './apiClient';
import { appSettings, homeSubscription } from './appSettings';
import { startAzurite, storageConnection } from './azurite';
import { ensureCertificates } from './certificates';
import { startChild } from './child';
import { type Collector, openCollector } from './collector';
import { writeEndpoints } from './endpoints';
import { exportToHub } from './firstSteps';
import type { HostFacts, HostSettings, LogEntry } from './hostPart';
import { identityOf } from './identity';
import type { StartOptions } from './options';
import { grantRoles } from './grantRoles';
import { openReplay, type Replay } from './replay';
import { serveKeys } from './serveKeys';
import type { ServicesFacts, ServicesSettings } from './servicesPart';
import { settle } from './settle';
import { createStorage } from './storage';
import { gather, type Summary } from './summary';
import { createTally } from './tally';

export interface Platform {
  collector: Collector;
  replay: Replay;
  certificateAuthority: string;
  /** Rejects when a part ends by itself. */
  broken: Promise<never>;
  settle(deadlineMs: number): Promise<void>;
  summary(): Promise<Summary>;
  stop(): Promise<void>;
}

/** Starts every part, in the order in which they need each other. When one fails, those that run are stopped. */
export async function openPlatform(options: StartOptions, say: (line: string) => void): Promise<Platform> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    return { ...(await open(options, say, stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function open(
  options: StartOptions,
  say: (line: string) => void,
  stops: (() => Promise<unknown>)[],
): Promise<Omit<Platform, 'stop'>> {
  const { ports, data } = options;
  const identity = identityOf(data);
  let fail: (error: Error) => void = () => undefined;
  const broken = new Promise<never>((_, failed) => (fail = failed));
  broken.catch(() => undefined);
  const exit = (reason: string) => fail(new Error(reason));

  stops.push(await startAzurite(join(data, 'azurite'), ports, exit));
  const storage = storageConnection(ports);
  await createStorage(storage);
  say(`Storage    http://127.0.0.1:${ports.blob} (blobs), ${ports.queue} (queues)`);

  const servicesSettings: ServicesSettings = {
    data,
    cosmosPort: ports.cosmos,
    hubsPort: ports.hubs,
    cosmosKey: identity.cosmosKey,
    hubKey: { name: 'RootManageSharedAccessKey', key: identity.hubKey },
  };
  const services = await startChild('services', servicesSettings, {
    logFile: join(data, 'services.log'),
    event: () => undefined,
    exit,
  });
  stops.push(() => services.stop());
  const { cosmos, hubs } = services.facts as ServicesFacts;
  say(`Cosmos DB  http://127.0.0.1:${ports.cosmos}`);
  say(`Event Hubs sb://127.0.0.1:${ports.hubs} (telemetry, signals, export)`);

  const issuer = await openIssuer(join(data, 'issuer'));
  stops.push(await serveKeys(ports.issuer, issuer.jwks));
  const settings = appSettings(options, identity, { storage, cosmos, hubs });
  await grantRoles(settings);

  const certificates = await ensureCertificates(join(data, 'tls'));
  const tally = createTally();
  const hostSettings: HostSettings = {
    appFolder: resolve(__dirname, '..'),
    settings,
    apiPort: ports.api,
    tlsPort: ports.tls,
    ownerId: identity.ownerId,
    tls: { key: certificates.key, cert: certificates.cert },
  };
  const onLog = (facts: unknown) => {
    const { level, category, message } = facts as LogEntry;
    tally.read(message);
    if (level === 'error' || level === 'critical' || level === 'warning') say(`${level} ${category}: ${message}`);
  };
  const host = await startChild('host', hostSettings, { logFile: join(data, 'host.log'), event: onLog, exit });
  stops.push(() => host.stop());
  for (const { name, trigger, route } of (host.facts as HostFacts).functions) {
    say(`Function   ${name.padEnd(18)} ${trigger}${route ? ` ${route}` : ''}`);
  }

  const api = apiClient(`http://127.0.0.1:${ports.api}`, () => issuer.issueToken({ oid: developmentPrincipals.Owner }));
  await exportToHub(api, homeSubscription, hubs);
  const collector = openCollector({ hubs, data, root: options.root, subscriptionId: homeSubscription, warn: say });
  const replay = openReplay(hubs, 'telemetry');
  stops.push(
    () => collector.close(),
    () => replay.close(),
  );
  writeEndpoints(data, {
    api: `http://127.0.0.1:${ports.api}`,
    tls: `https://127.0.0.1:${ports.tls}`,
    hubs,
    certificateAuthority: certificates.caPath,
  });

  return {
    collector,
    replay,
    certificateAuthority: certificates.caPath,
    broken,
    settle: (deadlineMs) => settle(services, host, storage, deadlineMs),
    summary: async () => gather(api, tally, await exportedEvents()),
  };

  async function exportedEvents(): Promise<number> {
    const stats = (await services.ask('hubs')) as Record<
      string,
      { partitions: { firstSequence: number; lastSequence: number }[] }
    >;
    return stats['export']!.partitions.reduce((sum, { lastSequence }) => sum + lastSequence + 1, 0);
  }
}
