import { withWorkspaces } from '../../shared/flows/quarantineWorkspaces';
import type { HubMessage } from '../../shared/core/ingest/hubMessages';
import type { QuarantineEntry } from '../../shared/model/quarantine';

const enqueuedAt = '2026-11-21T08:00:00.000Z';
const message = (sequence: number): HubMessage => ({ body: Buffer.alloc(0), sequence, enqueuedAt, properties: {} });
const entry = (sequence: number, index: number): QuarantineEntry => ({
  hubPartition: '0',
  sequence,
  index,
  enqueuedAt,
  code: 'NotJson',
  reason: 'cut',
  raw: Buffer.alloc(0),
});
const batch = { partitionId: '0', messages: [1, 2, 3].map(message) };

test('entries bear the workspace that their message was vouched for, and others none', () => {
  const asked: number[] = [];
  const named = withWorkspaces([entry(2, 0), entry(2, 1), entry(3, 0)], batch, ({ sequence }) => {
    asked.push(sequence);
    return sequence === 2 ? 'blue' : undefined;
  });
  expect(named.map(({ workspaceId }) => workspaceId)).toEqual(['blue', 'blue', undefined]);
  expect(asked).toEqual([2, 3]);
});

test('without a door they stay as they are', () => {
  const entries = [entry(1, 0)];
  expect(withWorkspaces(entries, batch, undefined)).toBe(entries);
});
