import { archiveName, isOther, nameOfKey, parseArchiveName, seriesOf } from '../../../shared/core/ingest/archiveName';
import { pageKey } from '../../../shared/core/ingest/pages';

const key = { workspaceId: 'contoso-eu', hour: '2026-11-21T09', hubPartition: '12' };

test.each([
  [{ ...key, other: false }, 'contoso-eu/2026-11-21/09/12.0000'],
  [{ ...key, other: true }, 'contoso-eu/2026-11-21/09/12-other.0000'],
])('the blob of a page key is found by its workspace, day and hour', (given, expected) => {
  const name = nameOfKey(pageKey(given));
  expect(archiveName(name)).toBe(expected);
  expect(parseArchiveName(expected)).toEqual(name);
  expect(isOther(name)).toBe(given.other);
});

test('parts of a series sort in the order in which they are written', () => {
  const name = nameOfKey(pageKey(key));
  const names = [0, 2, 10, 9999].map((part) => archiveName({ ...name, part }));
  expect([...names].sort()).toEqual(names);
  expect(new Set(names.map((one) => seriesOf(parseArchiveName(one)!))).size).toBe(1);
});

test.each(['x', 'a/2026-11-21/09/', 'a/b/2026-11-21/09/0.0000', 'a/2026-11-21/09/0'])(
  '%s is no part of the archive',
  (name) => {
    expect(parseArchiveName(name)).toBeUndefined();
  },
);
