import { archiveCutoff, retentionOf } from '../../../shared/core/workspace/retention';
import { workspace } from '../../flows/support/workspaces';

test('machines have hot days and an archive, other sources 48 hours', () => {
  expect(retentionOf(workspace('a'), true)).toEqual({ ttl: 259_200, archived: true });
  expect(retentionOf(workspace('a'), false)).toEqual({ ttl: 172_800, archived: false });
});

test('a workspace may keep all sources as machines', () => {
  const all = workspace('a', { keepAllSources: true, hotDays: 7, retentionDays: 90 });
  expect(retentionOf(all, false)).toEqual({ ttl: 604_800, archived: true });
});

test('nothing is archived that would not outlive hot storage', () => {
  expect(retentionOf(workspace('a', { hotDays: 2, retentionDays: 2 }), true).archived).toBe(false);
});

test('the archive goes after the days of its workspace, and what it no longer keeps after 48 hours', () => {
  const now = new Date('2026-11-21T12:30:00Z');
  expect(archiveCutoff(workspace('a'), now)).toEqual({ machines: '2026-10-21T12', others: '2026-11-19T12' });
  const all = workspace('a', { keepAllSources: true, retentionDays: 1 });
  expect(archiveCutoff(all, now)).toEqual({ machines: '2026-11-20T12', others: '2026-11-20T12' });
});
