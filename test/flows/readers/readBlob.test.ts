import { logReaderKey } from '../../../shared/core/documentIds';
import { findBlobs } from '../../../shared/flows/readers/findBlobs';
import { readBlob } from '../../../shared/flows/readers/readBlob';
import type { LogReader } from '../../../shared/model/logReader';
import { Rejected } from '../../../shared/model/rejected';
import { type MemoryPorts, memoryPorts } from '../../doubles/memoryPorts';
import { type FlowLogStore, flowLogStore } from './flowLogStore';

const container = 'insights-logs-networksecuritygroupflowevent';
const storageUrl = 'https://logs.blob.core.windows.net';
const blob = 'resourceId=/R/y=2026/m=11/d=21/h=11/m=00/macAddress=000D3AF87856/PT1H.json';
const message = { kind: 'readBlob', reader: 'flows', container, blob } as const;
const part = { kind: 'blob', storageUrl, container, blob } as const;
const reader: LogReader = {
  name: 'flows',
  enabled: true,
  since: '2026-11-21T11:00:00.000Z',
  source: { type: 'flowLogs', storageUrl, containers: [container] },
};

interface World extends MemoryPorts {
  store: FlowLogStore;
  sent: () => unknown[];
}

async function world(): Promise<World> {
  const memory = memoryPorts();
  const store = flowLogStore();
  memory.ports.flowLogBlobs = store;
  await memory.ports.readers.saveReader({ kind: 'logReader', ...logReaderKey('flows'), workspaceId: 'w', reader });
  const sent = () =>
    memory.forwarded.flatMap(({ body }) => (JSON.parse(String(body)) as { records: unknown[] }).records);
  return { ...memory, store, sent };
}

test('what was appended is read, and nothing else', async () => {
  const { ports, store, sent } = await world();
  store.write(blob, ['{"a":1}']);
  expect(await readBlob(ports, message)).toEqual({ outcome: 'read', records: 1 });
  store.write(blob, ['{"a":1}', '{"a":2}', '{"a":3}']);
  expect(await readBlob(ports, message)).toEqual({ outcome: 'read', records: 2 });
  expect(await readBlob(ports, message)).toEqual({ outcome: 'read', records: 0 });
  expect(sent()).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
});

test('a blob that was written anew is read from its start', async () => {
  const { ports, store, sent, log } = await world();
  store.write(blob, ['{"a":1}', '{"a":2}']);
  await readBlob(ports, message);
  store.write(blob, ['{"b":1}']);
  await readBlob(ports, message);
  expect(sent()).toEqual([{ a: 1 }, { a: 2 }, { b: 1 }]);
  expect(log.map(({ message: text }) => text)).toEqual(['A flow log was written anew: it is read from its start']);
});

test('a record that is no JSON goes to quarantine alone', async () => {
  const { ports, store, sent, quarantine } = await world();
  store.write(blob, ['{"a":1}', '{"a":oops}', '{"a":3}']);
  expect(await readBlob(ports, message)).toEqual({ outcome: 'read', records: 3 });
  expect(sent()).toEqual([{ a: 1 }, { a: 3 }]);
  expect([...quarantine.values()].map(({ code, raw }) => [code, String(raw)])).toEqual([['NotJson', '{"a":oops}']]);
});

test('a large record is divided', async () => {
  const { ports, store, sent } = await world();
  const flowTuples = Array.from({ length: 9_000 }, (_, at) => `1795248000,10.0.0.4,203.0.113.5,${at},443,T,O,A,B,,,,`);
  store.write(blob, [JSON.stringify({ properties: { flows: [{ rule: 'r', flows: [{ mac: 'm', flowTuples }] }] } })]);
  expect(await readBlob(ports, message)).toEqual({ outcome: 'read', records: 1 });
  const tuples = (sent() as { properties: { flows: { flows: { flowTuples: string[] }[] }[] } }[]).map(
    ({ properties }) => properties.flows[0]!.flows[0]!.flowTuples,
  );
  expect(tuples.length).toBeGreaterThan(1);
  expect(tuples.flat()).toEqual(flowTuples);
});

test('a blob larger than a chunk is read in several', async () => {
  const { ports, store, sent } = await world();
  const records = Array.from({ length: 60 }, (_, at) => JSON.stringify({ at, text: 'x'.repeat(150_000) }));
  store.write(blob, records);
  expect(await readBlob(ports, message)).toEqual({ outcome: 'read', records: 60 });
  expect(sent().map((record) => (record as { at: number }).at)).toEqual(records.map((_, at) => at));
});

test('what is no flow log goes to quarantine once, and holds nothing up', async () => {
  const { ports, store, quarantine, clock } = await world();
  store.blobs.set(blob, Buffer.from('time,source\n1,2'.repeat(100)));
  expect(await readBlob(ports, message)).toEqual({ outcome: 'failed', code: 'NotAFlowLog' });
  expect([...quarantine.values()]).toMatchObject([{ code: 'NotJson', workspaceId: 'w' }]);
  expect((await ports.readers.position('flows', part))?.error?.code).toBe('NotAFlowLog');
  clock.now = new Date('2026-11-21T14:00:00.000Z');
  expect(await findBlobs(ports, { kind: 'findBlobs', reader: 'flows', container })).toMatchObject({ blobs: 0 });
  expect(await ports.readers.position('flows', part)).toBeUndefined();
});

test('a record without an end at the end of a blob is told, after those before it were sent', async () => {
  const { ports, store, sent } = await world();
  store.blobs.set(blob, Buffer.from('{"records":[{"a":1},{"a":'));
  expect(await readBlob(ports, message)).toEqual({ outcome: 'failed', code: 'IncompleteRecord' });
  expect(sent()).toEqual([{ a: 1 }]);
});

test('a blob that cannot be read holds its hour open until it can', async () => {
  const { ports, store, sent, clock, work } = await world();
  store.write(blob, ['{"a":1}']);
  const find = { kind: 'findBlobs', reader: 'flows', container } as const;
  const through = async () =>
    (await ports.readers.position('flows', { kind: 'container', storageUrl, container }))?.cursor;
  clock.now = new Date('2026-11-21T20:00:00.000Z');
  ports.flowLogBlobs = { ...store, read: async () => Promise.reject(new Error('503')) };
  expect(await findBlobs(ports, find)).toMatchObject({ blobs: 1 });
  expect(await readBlob(ports, message)).toEqual({ outcome: 'failed', code: 'Error' });
  expect(await findBlobs(ports, find)).toMatchObject({ blobs: 1 });
  expect(await through()).toEqual({ kind: 'container', through: '2026-11-21T11:00:00.000Z' });
  expect(work.map(({ message: piece }) => piece)).toEqual([message, message]);
  ports.flowLogBlobs = store;
  await readBlob(ports, message);
  await findBlobs(ports, find);
  expect(await through()).toEqual({ kind: 'container', through: '2026-11-21T18:00:00.000Z' });
  expect(sent()).toEqual([{ a: 1 }]);
});

test('a search that takes long holds on, and is not lost to the next', async () => {
  const { ports, store, clock } = await world();
  const find = { kind: 'findBlobs', reader: 'flows', container } as const;
  const others: unknown[] = [];
  ports.flowLogBlobs = {
    ...store,
    async *list() {
      for (let minute = 0; minute < 10; minute += 1) {
        clock.now = new Date(clock.now.getTime() + 60_000);
        yield { name: blob, length: 0 };
        others.push(await findBlobs(ports, find));
      }
    },
  };
  expect(await findBlobs(ports, find)).toMatchObject({ outcome: 'read' });
  expect(new Set(others.map((other) => (other as { outcome: string }).outcome))).toEqual(new Set(['busy']));
});

test('a container that cannot be listed is told, and begins where it would have', async () => {
  const { ports } = await world();
  ports.flowLogBlobs = {
    ...ports.flowLogBlobs,
    list: () => ({
      [Symbol.asyncIterator]: () => ({
        next: async () => Promise.reject(new Rejected('ContainerNotFound', 'There is no such container')),
      }),
    }),
  };
  const find = { kind: 'findBlobs', reader: 'flows', container } as const;
  expect(await findBlobs(ports, find)).toMatchObject({ outcome: 'failed', code: 'ContainerNotFound' });
  const [position] = await ports.readers.positions('flows');
  expect(position?.cursor).toEqual({ kind: 'container', through: reader.since });
});
