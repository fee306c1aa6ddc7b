import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filePositions, memoryPositions } from '../../agent/positions';
import type { AgentRecord } from '../../agent/record';
import { runOnce } from '../../agent/runOnce';
import { machineFolder, removeMachineFolders, resourceId } from './machineFolder';

afterAll(removeMachineFolders);

const now = () => new Date('2026-01-01T00:00:00Z');
const line = (serial: number) => `type=USER_LOGIN msg=audit(1.000:${serial}): res=failed`;
const linesOf = (records: AgentRecord[]) =>
  records.flatMap((record) => (record.skywarden === 'audit/1' ? record.body.lines : []));

function openMachine() {
  const root = machineFolder({ '/var/log/audit/audit.log': `${line(1)}\n` });
  const delivered: AgentRecord[] = [];
  const deliver = async (records: AgentRecord[]) => void delivered.push(...records);
  const append = (text: string) => appendFileSync(join(root, 'var/log/audit/audit.log'), text);
  return { root, resourceId, now, deliver, delivered, append };
}

test('lines are sent once', async () => {
  const machine = openMachine();
  const positions = memoryPositions();
  await runOnce({ ...machine, positions });
  machine.append(`${line(2)}\n`);
  await runOnce({ ...machine, positions });
  expect(linesOf(machine.delivered)).toEqual([line(1), line(2)]);
});

test('lines that were not delivered come again', async () => {
  const machine = openMachine();
  const positions = memoryPositions();
  const deliver = () => Promise.reject(new Error('the hub is down'));
  await expect(runOnce({ ...machine, positions, deliver })).rejects.toThrow('the hub is down');
  await runOnce({ ...machine, positions });
  expect(linesOf(machine.delivered)).toEqual([line(1)]);
});

test('a log larger than one reading is sent in one run', async () => {
  const machine = openMachine();
  const padding = 'x'.repeat(100);
  const lines = Array.from({ length: 70_000 }, (_, at) => `${line(at + 2)} ${padding}`);
  machine.append(`${lines.join('\n')}\n`);
  const { behind } = await runOnce({ ...machine, positions: memoryPositions() });
  expect(behind).toBe(0);
  expect(linesOf(machine.delivered)).toEqual([line(1), ...lines]);
  for (const record of machine.delivered) expect(Buffer.byteLength(JSON.stringify(record))).toBeLessThan(256 * 1024);
});

describe('the state file', () => {
  test('keeps the position over a restart', async () => {
    const machine = openMachine();
    const file = join(machineFolder({}), 'state.json');
    const warnings: string[] = [];
    const open = () => filePositions(file, (message) => warnings.push(message));
    await runOnce({ ...machine, positions: open() });
    machine.append(`${line(2)}\n`);
    await runOnce({ ...machine, positions: open() });
    expect(linesOf(machine.delivered)).toEqual([line(1), line(2)]);
    expect(warnings).toEqual([]);
    expect(readFileSync(file, 'utf8')).toContain('"offset"');
  });

  test('a damaged one is reported and ignored', async () => {
    const file = join(machineFolder({}), 'state.json');
    writeFileSync(file, '{"audit":{"inode":');
    const warnings: string[] = [];
    await expect(filePositions(file, (message) => warnings.push(message)).load()).resolves.toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining('is ignored')]);
  });
});
