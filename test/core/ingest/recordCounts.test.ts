import fc from 'fast-check';
import { createRecordCounts } from '../../../shared/core/ingest/recordCounts';
import type { RecordCount } from '../../../shared/model/recordCount';

test('adds up what agrees in workspace, source, outcome and reason', () => {
  const counts = createRecordCounts();
  counts.add('w', 'syslog', 'stored', 2);
  counts.add('w', 'syslog', 'stored', 3);
  counts.add('w', 'syslog', 'duplicate', 1);
  counts.add('w', '', 'quarantined', 1, 'NotJson');
  counts.add('w', '', 'quarantined', 1, 'Binary');
  counts.add('v', 'syslog', 'stored', 0);
  expect(counts.list()).toEqual([
    { workspaceId: 'w', source: 'syslog', outcome: 'stored', records: 5 },
    { workspaceId: 'w', source: 'syslog', outcome: 'duplicate', records: 1 },
    { workspaceId: 'w', source: '', outcome: 'quarantined', reason: 'NotJson', records: 1 },
    { workspaceId: 'w', source: '', outcome: 'quarantined', reason: 'Binary', records: 1 },
  ]);
});

test('loses no record in any order, and hands out copies', () => {
  const count = fc.record({
    workspaceId: fc.constantFrom('a', 'b'),
    source: fc.constantFrom('', 'x', 'y'),
    outcome: fc.constantFrom('stored' as const, 'duplicate' as const),
    records: fc.nat(1000),
  });
  fc.assert(
    fc.property(fc.array(count), (added: RecordCount[]) => {
      const counts = createRecordCounts();
      counts.addAll(added);
      const total = (list: RecordCount[]) => list.reduce((sum, { records }) => sum + records, 0);
      const first = counts.list();
      for (const row of first) row.records = -1;
      expect(total(counts.list())).toBe(total(added));
    }),
  );
});
