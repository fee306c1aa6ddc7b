import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { openFileOutbox } from '../../../agent/outbox/fileOutbox';
import type { Outbox } from '../../../agent/outbox/outbox';
import type { AgentRecord } from '../../../agent/record';
import { machineFolder, removeMachineFolders, resourceId } from '../machineFolder';

afterAll(removeMachineFolders);

const now = () => new Date('2026-01-01T00:00:00Z');
const audit = (name: string, size = 0): AgentRecord => ({
  skywarden: 'audit/1',
  resourceId,
  hostName: 'web1',
  time: now().toISOString(),
  body: { lines: [name, 'x'.repeat(size)] },
});
const nameOf = (record: AgentRecord) => (record.skywarden === 'audit/1' ? record.body.lines[0]! : '');

function openPlace() {
  const folder = join(machineFolder({}), 'outbox');
  const warnings: string[] = [];
  const open = (limit = 1_000_000, segmentBytes = 1_000) =>
    openFileOutbox({ folder, limit, segmentBytes, now, warn: (message) => warnings.push(message) });
  /** As after kill -9: nothing of the former process but its files. */
  const reopen = (limit?: number) => {
    writeFileSync(join(folder, 'lock'), '999999999 1');
    return open(limit);
  };
  const segments = () => readdirSync(folder).filter((name) => name.endsWith('.records'));
  return { folder, warnings, open, reopen, segments };
}

async function drain(outbox: Outbox): Promise<string[]> {
  const names: string[] = [];
  const deliver = async (records: AgentRecord[]) => void names.push(...records.map(nameOf));
  while ((await outbox.forward(deliver)) > 0);
  return names;
}

test('records come out in the order in which they went in, and are gone then', async () => {
  const place = openPlace();
  const outbox = place.open();
  outbox.append([audit('a', 700), audit('b', 700)]);
  outbox.append([audit('c')]);
  expect(await drain(outbox)).toEqual(['a', 'b', 'c']);
  expect(outbox.state()).toMatchObject({ records: 0, bytes: 0, dropped: { records: 0 } });
  expect(place.segments()).toEqual([]);
});

test('what was not delivered stays and comes first', async () => {
  const outbox = openPlace().open();
  outbox.append([audit('a')]);
  await expect(outbox.forward(() => Promise.reject(new Error('the hub is down')))).rejects.toThrow('the hub is down');
  outbox.append([audit('b')]);
  expect(await drain(outbox)).toEqual(['a', 'b']);
});

test('a new process goes on with what the killed one left', async () => {
  const place = openPlace();
  place.open().append([audit('a'), audit('b', 2_000), audit('c')]);
  const outbox = place.reopen();
  outbox.append([audit('d')]);
  expect(outbox.state().records).toBe(4);
  expect(await drain(outbox)).toEqual(['a', 'b', 'c', 'd']);
});

test('a line torn by the death of the process costs no other', async () => {
  const place = openPlace();
  place.open().append([audit('a')]);
  appendFileSync(join(place.folder, place.segments()[0]!), '0123456789abcdef {"skywarden":"aud');
  const outbox = place.reopen();
  outbox.append([audit('b')]);
  expect(await drain(outbox)).toEqual(['a', 'b']);
  expect(place.warnings).toEqual([]);
});

test('a damaged line is left out, reported and counted', async () => {
  const place = openPlace();
  place.open().append([audit('a'), audit('b'), audit('c')]);
  const file = join(place.folder, place.segments()[0]!);
  writeFileSync(file, readFileSync(file, 'utf8').replace('"b"', '"B"'));
  const outbox = place.reopen();
  expect(await drain(outbox)).toEqual(['a', 'c']);
  expect(outbox.state().dropped.records).toBe(1);
  expect(place.warnings).toEqual(['1 damaged records of the outbox are left out']);
});

test('beyond the limit the oldest go first and are counted, also over a restart', async () => {
  const place = openPlace();
  const names = Array.from({ length: 40 }, (_, at) => `r${at}`);
  const first = place.open(10_000);
  for (const name of names) first.append([audit(name, 800)]);
  expect(first.state().bytes).toBeLessThanOrEqual(10_000);
  const { records, lastAt } = first.state().dropped;
  expect(lastAt).toBe(now().toISOString());
  const second = place.reopen(10_000);
  expect(second.state().dropped.records).toBe(records);
  expect(await drain(second)).toEqual(names.slice(records));
});

test('a segment counted before the process died is not counted again', async () => {
  const place = openPlace();
  place.open().append([audit('a', 2_000), audit('b')]);
  const dropped = { records: 1, bytes: 2_000, lastAt: now().toISOString() };
  writeFileSync(join(place.folder, 'dropped.json'), JSON.stringify({ dropped, removing: 1 }));
  const outbox = place.reopen();
  expect(await drain(outbox)).toEqual(['b']);
  expect(outbox.state().dropped).toEqual(dropped);
});

test('two processes do not share an outbox', () => {
  const place = openPlace();
  const outbox = place.open();
  expect(() => place.open()).toThrow('is another collector running?');
  outbox.close();
  expect(existsSync(join(place.folder, 'lock'))).toBe(false);
  place.open().close();
});

test('whatever happens, every record is delivered once, dropped and counted, or waiting', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('append' as const), sizes: fc.array(fc.nat(1_500), { maxLength: 5 }) }),
    fc.record({ kind: fc.constantFrom('send' as const, 'fail' as const, 'restart' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const place = openPlace();
      let outbox = place.open(6_000);
      let appended = 0;
      const delivered: string[] = [];
      const deliver = async (records: AgentRecord[]) => void delivered.push(...records.map(nameOf));
      const refuse = async () => Promise.reject(new Error('down'));
      for (const item of steps) {
        if (item.kind === 'append') outbox.append(item.sizes.map((size) => audit(String((appended += 1)), size)));
        else if (item.kind === 'restart') outbox = place.reopen(6_000);
        else if (item.kind === 'send') await outbox.forward(deliver);
        else await outbox.forward(refuse).catch(() => undefined);
        const { records, bytes, dropped } = outbox.state();
        expect(delivered.length + records + dropped.records).toBe(appended);
        expect(bytes).toBeLessThanOrEqual(6_000);
      }
      const order = [...delivered, ...(await drain(outbox))].map(Number);
      expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
    }),
    { numRuns: 40 },
  );
});
