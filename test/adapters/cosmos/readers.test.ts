import { readerStore } from '../../../shared/adapters/cosmos/readers';
import { logReaderKey, readerPositionKey } from '../../../shared/core/documentIds';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import type { ReaderStore } from '../../../shared/flows/ports/readers';
import type { LogReaderDocument, ReaderPositionDocument } from '../../../shared/model/documents/readers';
import type { ReaderPart } from '../../../shared/model/logReader';
import { type CosmosForTests, startDeployedCosmos } from '../support';

jest.setTimeout(30_000);
let cosmos: CosmosForTests;
let store: ReaderStore;
beforeAll(async () => {
  cosmos = await startDeployedCosmos();
  store = readerStore(cosmos.containers);
});
afterAll(() => cosmos.stop());

const document = (name: string): LogReaderDocument => ({
  kind: 'logReader',
  ...logReaderKey(name),
  workspaceId: 'w',
  reader: {
    name,
    enabled: true,
    since: '2026-11-21T08:00:00.000Z',
    source: { type: 'flowLogs', storageUrl: 'https://logs.blob.core.windows.net', containers: ['c'] },
  },
});
const blob = (name: string): ReaderPart => ({ kind: 'blob', storageUrl: 'https://a', container: 'c', blob: name });
const position = (reader: string, part: ReaderPart): ReaderPositionDocument => ({
  kind: 'readerPosition',
  ...readerPositionKey(reader, part),
  workspaceId: 'w',
  part,
  cursor: { kind: 'blob', offset: 0, tail: '', readLength: -1 },
  records: 0,
});

test('a reader is found whatever the case of its name, until it is removed', async () => {
  const saved = await store.saveReader(document('Flows'));
  expect((await store.reader('flows'))?.reader).toEqual(document('Flows').reader);
  expect(await store.readers()).toHaveLength(1);
  await store.removeReader(saved);
  expect(await store.reader('Flows')).toBeUndefined();
  expect(await store.readers()).toEqual([]);
});

test('who writes an older version loses', async () => {
  const first = await store.saveReader(document('other'));
  await store.saveReader({ ...first, workspaceId: 'x' });
  await expect(store.saveReader({ ...first, workspaceId: 'y' })).rejects.toThrow(Conflict);
  await expect(store.saveReader(document('other'))).rejects.toThrow(Conflict);
  await expect(store.removeReader(first)).rejects.toThrow(Conflict);
});

test('positions belong to their reader and part', async () => {
  const held = await store.savePosition(position('Flows', blob('a')));
  await store.savePosition(position('flows', blob('b')));
  await store.savePosition(position('others', blob('a')));
  const parts = (await store.positions('flows')).map(({ part }) => part);
  expect(parts).toHaveLength(2);
  expect(parts).toEqual(expect.arrayContaining([blob('a'), blob('b')]));
  const moved = await store.savePosition({ ...held, records: 5 });
  expect((await store.position('flows', blob('a')))?.records).toBe(5);
  await expect(store.savePosition({ ...held, records: 6 })).rejects.toThrow(Conflict);
  await store.removePosition(moved);
  await store.removePosition(moved);
  expect(await store.position('flows', blob('a'))).toBeUndefined();
});

test('a position that was removed meanwhile is lost, not made again', async () => {
  const held = await store.savePosition(position('gone', blob('a')));
  await store.removePosition(held);
  await expect(store.savePosition(held)).rejects.toThrow(Conflict);
});
