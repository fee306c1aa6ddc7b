import { join } from 'node:path';
import { appSettings } from '../../local/start/appSettings';
import { startAzurite, storageConnection } from '../../local/start/azurite';
import { ensureCertificates } from '../../local/start/certificates';
import { startChild, type Child } from '../../local/start/child';
import type { HostSettings, LogEntry } from '../../local/start/hostPart';
import { identityOf } from '../../local/start/identity';
import type { StartOptions } from '../../local/start/options';
import type { ServicesFacts, ServicesSettings } from '../../local/start/servicesPart';
import { createStorage } from '../../local/start/storage';

export interface Services extends ServicesFacts {
  data: string;
  part: Child;
  /** Starts the functions host of `npm start` on an app that reads telemetry from `hub`; `onLog` gets what functions log. */
  startHost(app: { folder: string; hub: string }, onLog: (message: string) => void): Promise<Child>;
  stop(): Promise<void>;
}

/** Starts the same parts as `npm start`, all but the host. */
export async function startServices(options: StartOptions, fail: (reason: string) => void): Promise<Services> {
  const { data, ports } = options;
  const identity = identityOf(data);
  const stopAzurite = await startAzurite(join(data, 'azurite'), ports, fail);
  const storage = storageConnection(ports);
  await createStorage(storage);
  const settings: ServicesSettings = {
    data,
    cosmosPort: ports.cosmos,
    hubsPort: ports.hubs,
    cosmosKey: identity.cosmosKey,
    hubKey: { name: 'RootManageSharedAccessKey', key: identity.hubKey },
  };
  const part = await startChild('services', settings, {
    logFile: join(data, 'services.log'),
    event: () => undefined,
    exit: fail,
  });
  const facts = part.facts as ServicesFacts;
  const { key, cert } = await ensureCertificates(join(data, 'tls'));

  function startHost(
    { folder, hub }: { folder: string; hub: string },
    onLog: (message: string) => void,
  ): Promise<Child> {
    const hostSettings: HostSettings = {
      appFolder: folder,
      settings: { ...appSettings(options, identity, { storage, ...facts }), TELEMETRY_HUB: hub },
      apiPort: 0,
      tlsPort: 0,
      ownerId: identity.ownerId,
      tls: { key, cert },
    };
    const event = (entry: unknown) => onLog((entry as LogEntry).message);
    return startChild('host', hostSettings, { logFile: join(data, `host-${hub}.log`), event, exit: fail });
  }

  return { ...facts, data, part, startHost, stop: async () => void (await Promise.all([part.stop(), stopAzurite()])) };
}
