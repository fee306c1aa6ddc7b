import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { runDaemon, type Daemon } from '../../../agent/daemon/runDaemon';
import { memoryOutbox } from '../../../agent/outbox/memoryOutbox';
import { memoryPositions } from '../../../agent/positions';
import type { AgentRecord } from '../../../agent/record';
import { RetryLater } from '../../../agent/retryLater';
import { machineFolder, removeMachineFolders, resourceId } from '../machineFolder';

afterAll(removeMachineFolders);

const now = () => new Date();
const line = (serial: number) => `type=USER_LOGIN msg=audit(1.000:${serial}): res=1`;

/** A daemon whose hub is a list, with intervals far below those of a real one. */
function openDaemon(files: Record<string, string>, more: Partial<Daemon> = {}) {
  const root = machineFolder(files);
  const received: AgentRecord[] = [];
  const warnings: string[] = [];
  const hub = { down: false, opened: 0 };
  const stop = new AbortController();
  const outbox = more.outbox ?? memoryOutbox(1_000_000, now);
  const ended = runDaemon(
    {
      machine: { root, resourceId },
      outbox,
      positions: memoryPositions(),
      limit: 1_000_000,
      intervals: { facts: 0.05, audit: 0.02, heartbeat: 0.05 },
      open: async () => {
        hub.opened += 1;
        return {
          deliver: async (records) => {
            if (hub.down) throw new Error('the hub is down');
            received.push(...records);
          },
          close: async () => undefined,
        };
      },
      now,
      warn: (message) => void warnings.push(message),
      pauseSeconds: 0.01,
      ...more,
    },
    stop.signal,
  );
  const finish = async () => {
    stop.abort();
    await ended;
  };
  const of = <K extends AgentRecord['skywarden']>(kind: K) =>
    received.filter((record): record is Extract<AgentRecord, { skywarden: K }> => record.skywarden === kind);
  return { root, received, warnings, hub, outbox, finish, of };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setTimeout(5);
}

const machine = {
  '/etc/os-release': 'ID=debian\nPRETTY_NAME="Debian 12"\nVERSION_ID="12"\n',
  '/proc/version': 'Linux version 6.1.0-18-amd64 (a@b) #1 SMP\n',
  '/var/log/audit/audit.log': `${line(1)}\n`,
};

test('the first record is a heartbeat that says what the machine is, later ones do not', async () => {
  const daemon = openDaemon(machine);
  await until(() => daemon.of('heartbeat/1').length >= 2);
  await daemon.finish();
  const [first, second] = daemon.of('heartbeat/1');
  expect(daemon.received[0]).toBe(first);
  expect(first?.body.machine).toEqual({
    os: { family: 'Linux', id: 'debian', name: 'Debian 12', version: '12' },
    kernel: { release: '6.1.0-18-amd64', architecture: 'x86_64' },
  });
  expect(second?.body).not.toHaveProperty('machine');
});

test('new lines of the audit log are sent once each, and heartbeats count them', async () => {
  const daemon = openDaemon(machine);
  await until(() => daemon.of('audit/1').length === 1);
  appendFileSync(join(daemon.root, 'var/log/audit/audit.log'), `${line(2)}\n`);
  await until(() => daemon.of('audit/1').length === 2);
  await until(() => daemon.of('heartbeat/1').reduce((sum, { body }) => sum + (body.audit?.lines ?? 0), 0) === 2);
  await daemon.finish();
  expect(daemon.of('audit/1').flatMap(({ body }) => body.lines)).toEqual([line(1), line(2)]);
});

test('a hub that is away stops nothing; afterwards everything arrives in order', async () => {
  const daemon = openDaemon(machine);
  await until(() => daemon.of('facts/1').length > 0);
  daemon.hub.down = true;
  await until(() => daemon.warnings.length > 0);
  appendFileSync(join(daemon.root, 'var/log/audit/audit.log'), `${line(2)}\n`);
  await until(() => daemon.outbox.state().records > 10);
  daemon.hub.down = false;
  await until(() => daemon.of('audit/1').length === 2);
  await daemon.finish();
  expect(daemon.warnings).toEqual(['hub fails: the hub is down', 'hub works again']);
  expect(daemon.hub.opened).toBeGreaterThan(1);
  const times = daemon.of('heartbeat/1').map(({ time }) => time);
  expect(times).toEqual([...times].sort());
  expect(daemon.of('heartbeat/1').some(({ body }) => body.failing?.hub === 'the hub is down')).toBe(true);
});

test('what had to be dropped is told by the next heartbeat', async () => {
  const daemon = openDaemon(machine, { outbox: memoryOutbox(5_000, now) });
  daemon.hub.down = true;
  await until(() => daemon.outbox.state().dropped.records > 0);
  daemon.hub.down = false;
  const told = () => daemon.of('heartbeat/1').map(({ body }) => body.outbox?.dropped.records ?? 0);
  await until(() => told().some((records) => records > 0));
  await daemon.finish();
  expect(told()).toEqual(told().sort((a, b) => a - b));
  expect(told().at(-1)).toBeGreaterThan(0);
});

test('a machine without an audit log sends the rest and names the reason', async () => {
  const daemon = openDaemon(machine);
  rmSync(join(daemon.root, 'var/log/audit'), { recursive: true });
  await until(() => daemon.of('heartbeat/1').some(({ body }) => body.unreadable.includes('auditLog')));
  await daemon.finish();
  expect(daemon.of('facts/1').at(-1)?.body.unreadable.auditLog).toContain('no such file');
});

test('at the end it sends what waits, and says what it could not', async () => {
  const daemon = openDaemon(machine, { drainSeconds: 0.2 });
  await until(() => daemon.received.length > 0);
  daemon.hub.down = true;
  await until(() => daemon.outbox.state().records > 0);
  await daemon.finish();
  expect(daemon.warnings.at(-1)).toMatch(/^\d+ records are not delivered yet$/);
});

test('a delivery that never ends does not keep it from ending', async () => {
  const never = new Promise<void>(() => undefined);
  const deliver = (_records: AgentRecord[], giveUp: AbortSignal) =>
    Promise.race([
      never,
      new Promise<void>((_, reject) => giveUp.addEventListener('abort', () => reject(new Error('gave up')))),
    ]);
  const open = async () => ({ deliver, close: async () => undefined });
  const daemon = openDaemon(machine, { open, drainSeconds: 0.1 });
  await until(() => daemon.outbox.state().records > 0);
  await daemon.finish();
  expect(daemon.warnings.at(-1)).toContain('not delivered yet');
});

test('a receiver that says when to come back is not asked before', async () => {
  let asked = 0;
  const open = async () => ({
    deliver: async () => {
      asked += 1;
      throw new RetryLater('the door answered 401', 30);
    },
    close: async () => undefined,
  });
  const daemon = openDaemon(machine, { open });
  await until(() => daemon.outbox.state().records > 10);
  await daemon.finish();
  // Once when it was refused, and once more at the end.
  expect(asked).toBeLessThanOrEqual(2);
  expect(daemon.warnings[0]).toBe('hub fails: the door answered 401');
});
