import { renameSync, truncateSync, utimesSync, writeFileSync, copyFileSync, appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readAuditLog } from '../../../agent/audit/auditLog';
import type { AuditPosition } from '../../../agent/audit/position';
import { openMachineRoot } from '../../../agent/machineRoot';
import { machineFolder, removeMachineFolders } from '../machineFolder';

afterAll(removeMachineFolders);

const now = new Date('2026-01-01T00:00:00Z');
const line = (serial: number, type = 'USER_LOGIN') =>
  `type=${type} msg=audit(1767225600.000:${serial}): pid=1 res=success\n`;

function openLog(text: string) {
  const folder = machineFolder({ '/var/log/audit/audit.log': text });
  const file = (name: string) => join(folder, 'var/log/audit', name);
  const current = file('audit.log');
  const touch = (secondsAgo: number) => utimesSync(current, now, new Date(now.getTime() - secondsAgo * 1000));
  touch(60);
  const read = (position?: AuditPosition, limit = 1_000_000) =>
    readAuditLog({ root: openMachineRoot(folder), limit, now, ...(position && { position }) });
  return { current, file, touch, read };
}

const serialsOf = ({ groups }: { groups: { lines: string[] }[] }) =>
  groups.flatMap(({ lines }) => lines.map((text) => Number(/:(\d+)\)/.exec(text)?.[1])));

test('the first reading begins at the beginning, the next one where it ended', () => {
  const log = openLog(line(1) + line(2));
  const first = log.read();
  appendFileSync(log.current, line(3));
  expect(serialsOf(first)).toEqual([1, 2]);
  expect(serialsOf(log.read(first.position))).toEqual([3]);
});

test('nothing new gives nothing and keeps the position', () => {
  const log = openLog(line(1));
  const { position } = log.read();
  expect(log.read(position)).toEqual({ groups: [], lines: 0, position, behind: 0, gap: false });
});

test('a line that is still being written waits', () => {
  const log = openLog(line(1) + line(2).slice(0, 20));
  const first = log.read();
  appendFileSync(log.current, line(2).slice(20));
  expect(serialsOf(first)).toEqual([1]);
  expect(serialsOf(log.read(first.position))).toEqual([2]);
});

test('after a rotation the rest of the old file comes before the new one', () => {
  const log = openLog(line(1));
  const { position } = log.read();
  appendFileSync(log.current, line(2));
  renameSync(log.current, log.file('audit.log.1'));
  writeFileSync(log.current, line(3));
  expect(serialsOf(log.read(position))).toEqual([2, 3]);
});

test('several rotations are followed, oldest first, also past nine', () => {
  const log = openLog(line(1));
  const { position } = log.read();
  renameSync(log.current, log.file('audit.log.11'));
  appendFileSync(log.file('audit.log.11'), line(2));
  writeFileSync(log.file('audit.log.10'), line(3));
  writeFileSync(log.file('audit.log.2'), line(4));
  writeFileSync(log.current, line(5));
  const read = log.read(position);
  expect(serialsOf(read)).toEqual([2, 3, 4, 5]);
  expect(read.gap).toBe(false);
});

test('an event that straddles a rotation stays whole', () => {
  const log = openLog(line(1));
  const { position } = log.read();
  appendFileSync(log.current, line(2, 'SYSCALL'));
  renameSync(log.current, log.file('audit.log.1'));
  writeFileSync(log.current, line(2, 'PROCTITLE'));
  expect(log.read(position).groups).toEqual([{ lines: [line(2, 'SYSCALL').trim(), line(2, 'PROCTITLE').trim()] }]);
});

test('a log that was copied and truncated is followed', () => {
  const log = openLog(line(1) + line(2));
  const { position } = log.read();
  appendFileSync(log.current, line(3));
  copyFileSync(log.current, log.file('audit.log.1'));
  truncateSync(log.current);
  appendFileSync(log.current, line(4));
  expect(serialsOf(log.read(position))).toEqual([3, 4]);
});

test('when the file of the position is gone, all that is left is read and the gap is told', () => {
  const log = openLog(line(1));
  const { position } = log.read();
  rmSync(log.current);
  writeFileSync(log.file('audit.log.1'), line(8));
  writeFileSync(log.current, line(9));
  const read = log.read(position);
  expect(serialsOf(read)).toEqual([8, 9]);
  expect(read.gap).toBe(true);
});

test('an event that auditd is still writing waits for its last record', () => {
  const log = openLog(line(1) + line(2, 'SYSCALL'));
  log.touch(0);
  const first = log.read();
  appendFileSync(log.current, line(2, 'PATH') + line(2, 'PROCTITLE'));
  log.touch(0);
  expect(serialsOf(first)).toEqual([1]);
  expect(log.read(first.position).groups).toHaveLength(1);
  expect(serialsOf(log.read(first.position))).toEqual([2, 2, 2]);
});

test('an event without a last record is taken once the file has been still', () => {
  const log = openLog(line(1, 'SYSCALL'));
  log.touch(3);
  expect(serialsOf(log.read())).toEqual([1]);
});

test('lines of one event are together although others stand between them', () => {
  const log = openLog(line(1, 'SYSCALL') + line(2) + line(1, 'PROCTITLE'));
  expect(serialsOf(log.read())).toEqual([1, 1, 2]);
});

test('without a log the reason is thrown', () => {
  const folder = machineFolder({ '/etc/passwd': '' });
  expect(() => readAuditLog({ root: openMachineRoot(folder), limit: 10, now })).toThrow('ENOENT');
});

test('whatever the limit, every line comes once and no event is split', () => {
  const events = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(events, fc.integer({ min: 350, max: 900 }), (sizes, limit) => {
      const text = sizes.map((size, serial) => line(serial, 'SYSCALL').repeat(size)).join('');
      const log = openLog(text);
      const groups = [];
      let read = log.read(undefined, limit);
      groups.push(...read.groups);
      while (read.behind > 0) {
        read = log.read(read.position, limit);
        groups.push(...read.groups);
      }
      expect(groups.map(({ lines }) => lines.length)).toEqual(sizes);
    }),
    { numRuns: 50 },
  );
});

test('a line longer than the whole reading does not stop the log', () => {
  const log = openLog(`${'x'.repeat(2_500)}\n${line(7)}`);
  const serials: number[] = [];
  let position: AuditPosition | undefined;
  for (let reading = 0; reading < 10; reading += 1) {
    const read = log.read(position, 1_000);
    position = read.position;
    serials.push(...serialsOf(read).filter(Boolean));
  }
  expect(serials).toEqual([7]);
});
