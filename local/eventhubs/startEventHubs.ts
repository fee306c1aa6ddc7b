import { mkdir } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { patientLock } from '../patientLock';
import { notFound } from './amqpFault';
import { openHub, type Hub, type HubDefinition } from './hub';
import type { LogOptions, Retention } from './partitionLog';
import { servePeer, type Namespace } from './peerConnection';
import type { SharedAccessKey } from './sharedAccess';

export type { HubDefinition } from './hub';

export interface EventHubsOptions {
  /** Where the events are kept; made when absent, used by one endpoint at a time. */
  folder: string;
  /** 0 takes a free port. */
  port: number;
  host?: string | undefined;
  hubs: HubDefinition[];
  /** When given, clients must prove that they know it; otherwise every key is accepted. */
  sharedAccessKey?: SharedAccessKey | undefined;
  retention?: Retention | undefined;
  /** Acknowledge only what is on the disk itself: a power loss then costs nothing, and each acknowledgement waits for it. */
  durable?: boolean | undefined;
  log?: ((line: string) => void) | undefined;
}

interface PartitionStats {
  firstSequence: number;
  lastSequence: number;
  lastOffset: string;
}

export interface EventHubsEndpoint {
  port: number;
  connectionString(hub?: string): string;
  stats(): Record<string, { partitions: PartitionStats[] }>;
  stop(): Promise<void>;
}

const name = z
  .string()
  .regex(/^[A-Za-z0-9](?:[\w.-]{0,254}[A-Za-z0-9])?$/, 'letters, digits, dots, hyphens and underscores only');
const definitions = z
  .array(
    z.object({
      name,
      partitionCount: z.number().int().min(1).max(100),
      consumerGroups: z.array(z.union([name, z.literal('$Default')])).optional(),
    }),
  )
  .refine(
    (hubs) => new Set(hubs.map((hub) => hub.name.toLowerCase())).size === hubs.length,
    'two event hubs have the same name',
  );

const RETENTION: Retention = { bytes: 128 * 1024 * 1024, ageMs: 24 * 60 * 60 * 1000 };
const EXPIRE_EVERY_MS = 60_000;

/**
 * A local stand-in for an Event Hubs namespace: AMQP 1.0 without TLS, for SDKs whose connection string says
 * `UseDevelopmentEmulator=true`. Rejects when the port is taken, the folder is in use, or a log is damaged.
 */
export async function startEventHubs(options: EventHubsOptions): Promise<EventHubsEndpoint> {
  const { folder, host = '127.0.0.1', sharedAccessKey, log = () => {} } = options;
  const hubDefinitions = definitions.parse(options.hubs);
  await mkdir(folder, { recursive: true });
  const unlock = await patientLock(folder, 'Event Hubs endpoint');
  const hubs = new Map<string, Hub>();
  const closeHubs = async (): Promise<void> => {
    await Promise.all([...hubs.values()].flatMap((hub) => hub.logs.map((partition) => partition.close())));
    unlock();
  };
  const namespace: Namespace = {
    sharedAccessKey,
    log,
    now: Date.now,
    hub: (hubName) => {
      const hub = hubs.get(hubName.toLowerCase());
      if (!hub) throw notFound(hubName);
      return hub;
    },
  };
  const peers = new Map<Socket, () => void>();
  const server = createServer({ noDelay: true }, (socket) => {
    peers.set(socket, servePeer(socket, namespace));
    socket.on('close', () => peers.delete(socket));
  });
  try {
    const logOptions: LogOptions = {
      retention: options.retention ?? RETENTION,
      durable: options.durable ?? false,
      now: Date.now,
      log,
    };
    for (const hub of hubDefinitions) {
      hubs.set(hub.name.toLowerCase(), await openHub(join(folder, hub.name.toLowerCase()), hub, logOptions));
    }
    await listen(server, options.port, host);
  } catch (error) {
    await closeHubs();
    throw error;
  }
  const expiry = setInterval(() => expireAll(hubs.values(), log), EXPIRE_EVERY_MS);
  expiry.unref();
  const { port } = server.address() as AddressInfo;
  return {
    port,
    connectionString: (hub) => connectionString(host, port, sharedAccessKey, hub),
    stats: () =>
      Object.fromEntries(
        [...hubs.values()].map((hub) => [
          hub.name,
          { partitions: hub.logs.map((partition) => statsOf(partition.state())) },
        ]),
      ),
    stop: async () => {
      clearInterval(expiry);
      const closed = new Promise((resolve) => server.close(resolve));
      for (const end of peers.values()) end();
      const deadline = setTimeout(() => [...peers.keys()].forEach((socket) => socket.destroy()), 1000);
      await closed;
      clearTimeout(deadline);
      await closeHubs();
    },
  };
}

function statsOf({ firstSequence, lastSequence, lastOffset }: PartitionStats): PartitionStats {
  return { firstSequence, lastSequence, lastOffset };
}

function expireAll(hubs: Iterable<Hub>, log: (line: string) => void): void {
  for (const hub of hubs) {
    for (const partition of hub.logs) {
      try {
        partition.expire();
      } catch (error) {
        log(`${hub.name}: retention failed and is tried again: ${String(error)}`);
      }
    }
  }
}

/** Clients of the emulator flag expect `localhost`; it also names the checkpoints' folder. */
function connectionString(
  host: string,
  port: number,
  key: SharedAccessKey | undefined,
  hub: string | undefined,
): string {
  const shownHost = ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host) ? 'localhost' : host;
  return [
    `Endpoint=sb://${shownHost}:${port}`,
    `SharedAccessKeyName=${key?.name ?? 'RootManageSharedAccessKey'}`,
    `SharedAccessKey=${key?.key ?? 'SAS_KEY_VALUE'}`,
    'UseDevelopmentEmulator=true',
    ...(hub === undefined ? [] : [`EntityPath=${hub}`]),
  ].join(';');
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is already in use' : `cannot be used: ${error.message}`;
      reject(new Error(`Event Hubs endpoint: port ${port} ${reason}`, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
}
