import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEventHubs } from '../../local/eventhubs/startEventHubs';
import { producers } from '../../shared/adapters/sinks/eventHub';
import type { StoredAction } from '../../shared/model/automation';
import { hubAction, workflowAction } from '../flows/support/exportWorld';
import { readHub } from '../adapters/sinks/hubReader';

type During = <T>(act: () => Promise<T>) => Promise<T>;

/** A real destination of one kind that a contract case can look into and make misbehave. */
export interface Destination {
  action: StoredAction;
  /** What the action's secret must be to reach it. */
  secret: string;
  /** What in the secret must never be seen again. */
  sensitive: string;
  /** An action of this kind whose settings make no sense, and one whose secret does not. */
  bad: { action?: StoredAction; secret?: string }[];
  /** Delivery ids that arrived, in order. */
  arrived(count: number): Promise<string[]>;
  /** Ways in which it is busy or away: all to be tried again. */
  busy: { name: string; secret?: string; during: During }[];
  /** Ways in which it refuses: never to be tried again. */
  refusing: { name: string; action?: StoredAction; secret?: string; during: During }[];
  /** Bytes of an event that it cannot take; undefined when it takes any. */
  tooLarge?: number;
  close(): Promise<void>;
}

const simply: During = (act) => act();

/** One for each kind of action: a new kind is held to the contract by adding its destination here. */
export const destinations: Record<StoredAction['actionType'], () => Promise<Destination>> = { EventHub, LogicApp };

async function EventHub(): Promise<Destination> {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  const sharedAccessKey = { name: 'sender', key: 'c2VjcmV0LW9mLXRlc3Rz' };
  const hubs = await startEventHubs({
    folder,
    port: 0,
    hubs: [{ name: 'export', partitionCount: 1 }],
    sharedAccessKey,
  });
  const reader = readHub(hubs.connectionString(), 'export');
  const secret = hubs.connectionString();
  const named = (eventHubResourceId: string): StoredAction => ({
    ...hubAction,
    actionType: 'EventHub',
    eventHubResourceId,
  });
  return {
    action: hubAction,
    secret,
    sensitive: sharedAccessKey.key,
    bad: [{ action: named('/subscriptions/x') }, { secret: `Endpoint:${sharedAccessKey.key}` }],
    arrived: async (count) => (await reader.until(count)).map(({ messageId }) => String(messageId)),
    busy: [{ name: 'nobody listens', secret: secret.replace(/localhost:\d+/, 'localhost:1'), during: simply }],
    refusing: [
      { name: 'the hub is not there', action: named('/namespaces/siem/eventhubs/missing'), during: simply },
      { name: 'the key is wrong', secret: secret.replace(sharedAccessKey.key, 'd3Jvbmc='), during: simply },
    ],
    tooLarge: 1_200_000,
    async close() {
      await producers.closeAll();
      await reader.close();
      await hubs.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function LogicApp(): Promise<Destination> {
  const arrived: string[] = [];
  let status = 202;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (status < 300) arrived.push(String(request.headers['x-skywarden-delivery']));
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const secret = `http://127.0.0.1:${(server.address() as AddressInfo).port}/invoke?sig=c2VjcmV0`;
  const answering = (code: number) => ({
    name: `an answer of ${code}`,
    during: <T>(act: () => Promise<T>): Promise<T> => {
      status = code;
      return act().finally(() => (status = 202));
    },
  });
  return {
    action: workflowAction,
    secret,
    sensitive: 'c2VjcmV0',
    bad: [{ secret: 'no address c2VjcmV0' }, { secret: 'file:///etc/c2VjcmV0' }],
    arrived: async () => arrived,
    busy: [429, 500, 502, 503, 408].map(answering),
    refusing: [400, 401, 403, 404, 302].map(answering),
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
