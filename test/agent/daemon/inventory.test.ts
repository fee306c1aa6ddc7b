import { source } from '../../../content/sources/agent';
import { factsRecord } from '../../../agent/collect';
import { createHealth } from '../../../agent/daemon/health';
import { heartbeatTask } from '../../../agent/daemon/heartbeatTask';
import { memoryOutbox } from '../../../agent/outbox/memoryOutbox';
import { memoryPositions } from '../../../agent/positions';
import type { AgentRecord } from '../../../agent/record';
import type { JsonObject } from '../../../shared/model/json';
import type { ResourceSnapshot } from '../../../shared/model/resource';
import { machineFolder, removeMachineFolders, resourceId } from '../machineFolder';

afterAll(removeMachineFolders);

const now = () => new Date('2026-01-01T00:00:00Z');
const context = { enqueuedAt: '2026-01-01T00:00:01.000Z', resourceId: '', position: '0/1' };

function snapshotsOf(record: AgentRecord): ResourceSnapshot[] {
  const events = source.normalise([JSON.parse(JSON.stringify(record)) as JsonObject], context);
  return events.flatMap(({ snapshot }) => (snapshot ? [snapshot] : []));
}

function heartbeatsOf(root: string, count: number): AgentRecord[] {
  const kept: AgentRecord[] = [];
  const beat = heartbeatTask(
    {
      machine: { root, resourceId },
      outbox: memoryOutbox(1_000_000, now),
      positions: memoryPositions(),
      limit: 1_000_000,
      now,
      health: createHealth(() => undefined),
      keep: (records) => void kept.push(...records),
    },
    { audit: () => undefined, unreadable: () => [] },
  );
  for (let at = 0; at < count; at += 1) beat();
  return kept;
}

const machine = {
  '/etc/hostname': 'web1',
  '/etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
  '/proc/version': 'Linux version 6.1.0-18-amd64 (a@b)\n',
};

test('the first heartbeat tells of the machine exactly what the facts tell, so that neither takes from the other', async () => {
  const root = machineFolder(machine);
  const [heartbeat] = heartbeatsOf(root, 1);
  const facts = await factsRecord({ root, resourceId, now: now() }, () => ({ unreadable: {} }));
  expect(snapshotsOf(heartbeat!)).toEqual(snapshotsOf(facts).filter(({ resource }) => resource.id === resourceId));
});

test('later heartbeats, and those of a machine that cannot be told whole, change no state', () => {
  const later = heartbeatsOf(machineFolder(machine), 2)[1]!;
  const halfKnown = heartbeatsOf(machineFolder({ '/etc/hostname': 'web1' }), 1)[0]!;
  expect([later, halfKnown].flatMap(snapshotsOf)).toEqual([]);
});
