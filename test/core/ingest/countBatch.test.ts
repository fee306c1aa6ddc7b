import { countBatch } from '../../../shared/core/ingest/countBatch';
import type { ArrivedEvent } from '../../../shared/core/ingest/readBatch';
import type { QuarantineEntry } from '../../../shared/model/quarantine';

const arrived = (source: string, records: number): ArrivedEvent =>
  ({ event: { source }, records, position: '', enqueuedAt: '' }) as unknown as ArrivedEvent;
const entry = (more: Partial<QuarantineEntry>): QuarantineEntry => ({
  hubPartition: '0',
  sequence: 1,
  index: 0,
  enqueuedAt: '2026-11-21T08:00:00.000Z',
  code: 'NotJson',
  reason: 'cut',
  raw: Buffer.alloc(0),
  ...more,
});

test('counts records, not events, by source and outcome', () => {
  const counts = countBatch(
    {
      stored: [arrived('a', 1), arrived('a', 3), arrived('b', 1), arrived('a', 1), arrived('b', 0)],
      duplicates: [arrived('a', 2)],
      quarantined: [entry({}), entry({ source: 'b', code: 'SourceRejected' }), entry({ workspaceId: 'other' })],
    },
    () => 'home',
    'home',
  );
  expect(counts).toEqual([
    { workspaceId: 'home', source: 'a', outcome: 'stored', records: 5 },
    { workspaceId: 'home', source: 'b', outcome: 'stored', records: 1 },
    { workspaceId: 'home', source: 'a', outcome: 'duplicate', records: 2 },
    { workspaceId: 'home', source: '', outcome: 'quarantined', reason: 'NotJson', records: 1 },
    { workspaceId: 'home', source: 'b', outcome: 'quarantined', reason: 'SourceRejected', records: 1 },
    { workspaceId: 'other', source: '', outcome: 'quarantined', reason: 'NotJson', records: 1 },
  ]);
});

test('keeps workspaces apart that stand in one batch', () => {
  const stored = [arrived('a', 1), arrived('a', 1), arrived('a', 1)];
  const counts = countBatch({ stored, duplicates: [], quarantined: [] }, (one) => (one === stored[1] ? 'v' : 'w'), 'w');
  expect(counts.map(({ workspaceId, records }) => [workspaceId, records])).toEqual([
    ['w', 2],
    ['v', 1],
  ]);
});

test('an empty batch counts nothing', () => {
  expect(countBatch({ stored: [], duplicates: [], quarantined: [] }, () => 'w', 'w')).toEqual([]);
});
