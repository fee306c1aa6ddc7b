import type { AuditRecord } from '../../../shared/core/ingest/auditd/auditRecord';
import { mergeRecords } from '../../../shared/core/ingest/auditd/mergeRecords';

const record = (type: string, fields: Record<string, string>) =>
  ({ type, fields: { type, ...fields } }) as unknown as AuditRecord;

test('arguments that continue over several EXECVE records are whole in one', () => {
  const { argv, parts } = mergeRecords([
    record('SYSCALL', { pid: '7' }),
    record('EXECVE', { argc: '3', a0: 'sh', a1: '-c' }),
    record('EXECVE', { 'a2[0]': 'echo ', a2_len: '8' }),
    record('EXECVE', { 'a2[1]': 'one' }),
  ]);
  expect(argv).toEqual(['sh', '-c', 'echo one']);
  expect(parts.filter(({ type }) => type === 'EXECVE')).toEqual([
    { type: 'EXECVE', argc: '3', a0: 'sh', a1: '-c', a2: 'echo one' },
  ]);
});

test('an event does not grow faster than its records', () => {
  const sizeOf = (count: number) => {
    const records = Array.from({ length: count }, (_, n) => record('EXECVE', { [`a${n}`]: 'x'.repeat(200) }));
    return JSON.stringify(mergeRecords(records)).length;
  };
  expect(sizeOf(400) / sizeOf(100)).toBeLessThan(4.5);
});
