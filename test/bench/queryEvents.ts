import { packPages, type PlacedEvent } from '../../shared/core/ingest/pages';
import { positionOf, type EventPage } from '../../shared/model/eventPage';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';

export const hosts = 200;
const partitions = 8;
/** A collector sends what a machine logged in a while as one body: so many events of one host stand together. */
const together = 10;
const hour = 3_600_000;

/**
 * Pages as ingest stores them: `count` events, spread evenly over the 24 hours before `now`, of 200 hosts on 8 hub partitions;
 * three of five are process creations on Linux, the rest sign-ins and web requests. Equal arguments give equal pages.
 */
export async function* benchPages(count: number, now: number): AsyncGenerator<EventPage[]> {
  const perHour = Math.ceil(count / 24 / partitions);
  for (let back = 24; back > 0; back -= 1) {
    const start = now - back * hour;
    for (let partition = 0; partition < partitions; partition += 1) {
      const key = {
        workspaceId: 'default',
        hour: new Date(start).toISOString().slice(0, 13),
        hubPartition: String(partition),
      };
      const placed = Array.from({ length: perHour }, (_, at): PlacedEvent => {
        const number = ((24 - back) * perHour + at) * partitions + partition;
        return {
          event: eventOf(number, partition, start + (at * hour) / perHour),
          position: positionOf(number, 0),
          records: 1,
        };
      });
      for (let at = 0; at < placed.length; at += 5_000) yield packPages(key, placed.slice(at, at + 5_000));
    }
  }
}

function eventOf(number: number, partition: number, time: number): TelemetryEvent {
  const body = Math.floor(number / partitions / together);
  const hostName = `web-${(body % (hosts / partitions)) * partitions + partition}`;
  const kind = number % 5 < 3 ? program(number) : number % 5 < 4 ? signIn(number) : request(number);
  return {
    id: `event-${number}`,
    time: new Date(time).toISOString(),
    timeOrigin: 'record',
    resourceId: `/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/web/providers/Microsoft.Compute/virtualMachines/${hostName}`,
    logSource: { product: 'linux' },
    ...kind,
    entities: [{ type: 'host', hostName, osFamily: 'Linux' }, ...kind.entities],
  };
}

type Kind = Pick<TelemetryEvent, 'source' | 'fields' | 'entities'>;

const program = (number: number): Kind => ({
  source: 'auditd',
  entities: [{ type: 'account', name: `user${number % 300}` }],
  fields: {
    type: 'SYSCALL',
    exe: `/usr/bin/tool${number % 97}`,
    cmdline: `/usr/bin/tool${number % 97} --item ${number} --log /var/log/tool.log${number % 50_021 === 0 ? ' --upload exfiltrate' : ''}`,
    pid: String(1_000 + (number % 60_000)),
    uid: String(1_000 + (number % 300)),
    success: 'yes',
  },
});

const signIn = (number: number): Kind => ({
  source: 'syslog',
  entities: [
    { type: 'account', name: `user${number % 300}` },
    { type: 'ip', address: number % 9_001 === 0 ? '203.0.113.66' : `198.51.100.${number % 250}` },
  ],
  fields: {
    program: 'sshd',
    message: `${number % 4 === 0 ? 'Failed' : 'Accepted'} password for user${number % 300} from 198.51.100.${number % 250} port ${number % 65_000}`,
  },
});

const request = (number: number): Kind => ({
  source: 'generic',
  entities: [{ type: 'ip', address: `192.0.2.${number % 250}` }],
  fields: {
    method: 'GET',
    path: `/api/items/${number % 997}`,
    status: number % 70 === 0 ? 404 : 200,
    durationMs: (number * 7) % 900,
  },
});
