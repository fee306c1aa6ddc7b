import { changesQuery, idsQuery, newestChanges } from '../../../../shared/core/posture/inventory/resourceChanges';
import { changeRow } from '../../../doubles/azure/resourceGraph';

const subscriptionId = '00000000-0000-0000-0000-000000000001';
const row = (changeType: 'Create' | 'Update' | 'Delete', id: string, at: string) => {
  const { properties, ...rest } = changeRow(subscriptionId, changeType, id, at);
  return { ...rest, at, ...(properties as Record<string, string>) };
};

test('ids with quotes and backslashes stay within their literal', () => {
  expect(idsQuery('resources', ["/a/it's", String.raw`/b\' or true`])).toBe(
    String.raw`resources | where id in~ ('/a/it\'s', '/b\\\' or true') | order by id asc`,
  );
});

test('a window holds its beginning and not its end', () => {
  const query = changesQuery('resourcechanges', { from: '2026-11-21T08:00:00.000Z', to: '2026-11-21T09:00:00.000Z' });
  expect(query).toContain('where at >= datetime(2026-11-21T08:00:00.000Z) and at < datetime(2026-11-21T09:00:00.000Z)');
});

test('of several changes of one resource the newest counts, whatever their order', () => {
  const rows = [
    row('Delete', '/x/A', '2026-11-21T08:02:00.1234567Z'),
    row('Create', '/x/a', '2026-11-21T08:01:00.0000000Z'),
    row('Update', '/x/b', '2026-11-21T08:03:00.0000000Z'),
  ];
  for (const order of [rows, rows.toReversed()]) {
    const { changes, faults } = newestChanges(order);
    expect(faults).toBe(0);
    expect(new Map(changes.map(({ resourceId, removed }) => [resourceId.toLowerCase(), removed]))).toEqual(
      new Map([
        ['/x/a', true],
        ['/x/b', false],
      ]),
    );
  }
});

test('rows that are no changes are counted', () => {
  expect(newestChanges([{ id: 'x' }, { at: 'yesterday', changeType: 'Update', targetResourceId: '/x/a' }])).toEqual({
    changes: [],
    faults: 2,
  });
});
