import { rowSnapshot } from '../../../../shared/core/ingest/azure/rowSnapshot';

const machine =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm-1';

test('a row that says how a machine is stays with the machine, without its times', () => {
  const row = {
    Type: 'UpdateSummary',
    TimeGenerated: '2026-11-21T08:00:00Z',
    SecurityUpdatesMissing: 2,
    Computer: 'vm-1',
  };
  expect(rowSnapshot('UpdateSummary', row, machine)).toEqual({
    id: `${machine}/providers/Skywarden/logAnalyticsRows/UpdateSummary`,
    name: 'UpdateSummary',
    type: 'Skywarden/logAnalyticsRows',
    properties: { SecurityUpdatesMissing: 2 },
  });
});

test.each([
  ['Syslog', machine],
  ['toString', machine],
  ['UpdateSummary', ''],
])('a row of %s about %p is an event only', (table, resourceId) => {
  expect(rowSnapshot(table, { SecurityUpdatesMissing: 2 }, resourceId)).toBeUndefined();
});
