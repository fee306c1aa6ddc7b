import { beginningOf } from '../../../../shared/core/ingest/pull/beginningOf';
import type { LogReader } from '../../../../shared/model/logReader';

const reader = (since: string): LogReader => ({
  name: 'r',
  enabled: true,
  since,
  source: { type: 'flowLogs', storageUrl: 'https://logs.blob.core.windows.net', containers: [] },
});
const now = new Date('2026-11-21T12:00:00.000Z');

test('a part begins where its reader does', () => {
  expect(beginningOf(reader('2026-11-20T12:00:00.000Z'), now)).toBe('2026-11-20T12:00:00.000Z');
});

test('a part that is added to an old reader begins 31 days back', () => {
  expect(beginningOf(reader('2025-01-01T00:00:00.000Z'), now)).toBe('2026-10-21T12:00:00.000Z');
});
