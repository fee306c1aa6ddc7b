import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { developmentPrincipals } from '../../../local/issuer/developmentPrincipals';
import { openIssuer } from '../../../local/issuer/issuer';
import { type ApiClient, apiClient } from '../../../local/start/apiClient';
import { type Endpoints, readEndpoints } from '../../../local/start/endpoints';
import type { RoleName } from '../../../shared/model/documents/settings';

export const homeSubscription = '00000000-0000-0000-0000-000000000001';

const program = resolve(__dirname, '../../../dist/start.js');
const portNames = ['api', 'tls', 'issuer', 'cosmos', 'hubs', 'blob', 'queue', 'table'];

/** A data folder with ports of its own: survives restarts of the platform in it. */
export interface Place {
  data: string;
  ports: Record<string, number>;
}

export async function newPlace(): Promise<Place> {
  const ports: Record<string, number> = {};
  const held = await Promise.all(portNames.map(() => listenAnywhere()));
  portNames.forEach((name, at) => (ports[name] = (held[at]!.address() as AddressInfo).port));
  await Promise.all(held.map((server) => new Promise((closed) => server.close(closed))));
  return { data: mkdtempSync(join(tmpdir(), 'skywarden-')), ports };
}

function listenAnywhere(): Promise<ReturnType<typeof createServer>> {
  return new Promise((listening) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => listening(server));
  });
}

export interface RunningPlatform {
  endpoints: Endpoints;
  output(): string;
  api(role?: RoleName): Promise<ApiClient>;
  token(role?: RoleName): Promise<string>;
  /** Kills every process at once, as a power cut would. */
  kill(): Promise<void>;
  stop(): Promise<number | null>;
}

export const startArguments = ({ data, ports }: Place, args: string[]): string[] => [
  program,
  '--data',
  data,
  ...Object.entries(ports).flatMap(([name, port]) => [`--${name}-port`, String(port)]),
  ...args,
];

/** Starts what `npm start` starts, and waits until it says that it is ready. `settings` come before those of the sample. */
export async function startPlatform(
  place: Place,
  args: string[] = ['--no-collect'],
  settings: Record<string, string> = {},
): Promise<RunningPlatform> {
  const child = spawn(process.execPath, startArguments(place, args), {
    detached: true,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  await new Promise<void>((ready, failed) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Running until Ctrl-C')) ready();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => failed(new Error(`The platform ended with ${code}:\n${output}`)));
  });
  const endpoints = readEndpoints(place.data);
  const token = async (role: RoleName = 'Owner') => {
    const issuer = await openIssuer(join(place.data, 'issuer'));
    return issuer.issueToken({ oid: developmentPrincipals[role] });
  };
  return {
    endpoints,
    output: () => output,
    token,
    api: async (role) => apiClient(endpoints.api, () => token(role)),
    kill: () => ended(child, 'SIGKILL'),
    stop: async () => {
      await ended(child, 'SIGTERM');
      return child.exitCode;
    },
  };
}

/** Signals the whole group, as terminals and service managers do. */
async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((done) => child.once('exit', () => done()));
  process.kill(-child.pid!, signal);
  await exit;
}

export const identityOf = (place: Place): { cosmosKey: string } =>
  JSON.parse(readFileSync(join(place.data, 'identity.json'), 'utf8')) as { cosmosKey: string };
