import { appendFileSync, chmodSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHealth } from '../../../agent/daemon/health';
import { integrityTask } from '../../../agent/daemon/integrityTask';
import { fileBaselines } from '../../../agent/integrity/baseline';
import type { FileChange } from '../../../agent/integrity/fileChange';
import { memoryOutbox } from '../../../agent/outbox/memoryOutbox';
import { memoryPositions } from '../../../agent/positions';
import type { AgentRecord } from '../../../agent/record';
import { machineFolder, removeMachineFolders, resourceId } from '../machineFolder';

afterAll(removeMachineFolders);

const now = () => new Date('2026-01-01T00:00:00Z');
const patterns = ['/etc/passwd', '/etc/sudoers.d/*', '/etc/missing'];

function openMachine() {
  const root = machineFolder({ '/etc/passwd': 'root:x:0:0\n', '/etc/sudoers.d/a': 'a' });
  const file = join(machineFolder({}), 'baseline');
  const warnings: string[] = [];
  const kept: AgentRecord[] = [];
  const parts = {
    machine: { root, resourceId },
    outbox: memoryOutbox(1_000_000, now),
    positions: memoryPositions(),
    limit: 1_000_000,
    now,
    health: createHealth(() => undefined),
    keep: (records: AgentRecord[]) => void kept.push(...records),
  };
  /** As after a restart: only the file remembers. */
  const open = (watched = patterns) =>
    integrityTask(parts, { patterns: watched, baselines: fileBaselines(file, (text) => warnings.push(text)) });
  const changes = (): FileChange[] =>
    kept.flatMap((record) => (record.skywarden === 'integrity/1' ? record.body.changes : []));
  const path = (name: string) => join(root, name);
  return { file, warnings, open, changes, path };
}

test('the first look makes the baseline and reports nothing', async () => {
  const machine = openMachine();
  const task = machine.open();
  await task.run();
  expect(machine.changes()).toEqual([]);
  expect(task.facts()).toEqual({ fileIntegrity: { baselineAt: now().toISOString(), files: 2 } });
});

test.each<[string, (path: (name: string) => string) => void, Partial<FileChange>]>([
  ['new content', (path) => appendFileSync(path('etc/passwd'), 'x'), { path: '/etc/passwd', change: 'modified' }],
  ['a new mode', (path) => chmodSync(path('etc/passwd'), 0o666), { path: '/etc/passwd', change: 'attributes' }],
  ['a new file', (path) => writeFileSync(path('etc/sudoers.d/b'), ''), { path: '/etc/sudoers.d/b', change: 'created' }],
  ['a lost file', (path) => rmSync(path('etc/sudoers.d/a')), { path: '/etc/sudoers.d/a', change: 'deleted' }],
])('%s is reported once, also over a restart', async (_, act, expected) => {
  const machine = openMachine();
  await machine.open().run();
  act(machine.path);
  await machine.open().run();
  await machine.open().run();
  expect(machine.changes()).toMatchObject([expected]);
});

test('a file replaced by one of the same content is no change', async () => {
  const machine = openMachine();
  const task = machine.open();
  await task.run();
  writeFileSync(machine.path('etc/new'), 'root:x:0:0\n');
  renameSync(machine.path('etc/new'), machine.path('etc/passwd'));
  await task.run();
  expect(machine.changes()).toEqual([]);
});

test('a change tells the hash before and after', async () => {
  const machine = openMachine();
  const task = machine.open();
  await task.run();
  appendFileSync(machine.path('etc/sudoers.d/a'), 'b');
  await task.run();
  // SHA-256 of "a" and of "ab".
  expect(machine.changes()[0]).toMatchObject({
    before: { sha256: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb', size: 1 },
    after: { sha256: 'fb8e20fc2e4c3f248c60c39bd652f3c1347298bb977b8b4d5903b85055620603', size: 2 },
  });
});

test('a file that cannot be read is named, and not called deleted', async () => {
  const machine = openMachine();
  const task = machine.open();
  await task.run();
  rmSync(machine.path('etc/passwd'));
  symlinkSync('/etc/passwd', machine.path('etc/passwd'));
  await task.run();
  expect(machine.changes()).toEqual([]);
  expect(task.unreadable().fileIntegrity).toContain('/etc/passwd');
});

test('other patterns make a new baseline', async () => {
  const machine = openMachine();
  await machine.open(['/etc/passwd']).run();
  await machine.open().run();
  expect(machine.changes()).toEqual([]);
});

test('a damaged baseline is reported and made anew', async () => {
  const machine = openMachine();
  writeFileSync(machine.file, '{');
  await machine.open().run();
  expect(machine.warnings).toEqual([expect.stringContaining('is ignored')]);
});
