import { type HubEnd, partitionStates } from '../../../shared/core/ingest/partitionLag';
import type { HubPositionDocument } from '../../../shared/model/ingestMetrics';

const now = new Date('2026-11-21T12:00:00.000Z');
const end = (more: Partial<HubEnd> = {}): HubEnd => ({
  partitionId: '0',
  firstSequence: 0,
  lastSequence: 99,
  lastEnqueuedAt: '2026-11-21T11:59:59.000Z',
  ...more,
});
const done = (sequence: number, more: Partial<HubPositionDocument> = {}): HubPositionDocument => ({
  kind: 'hubPosition',
  pk: 'positions',
  id: 'partition|0',
  workspaceId: 'w',
  partitionId: '0',
  sequence,
  enqueuedAt: '2026-11-21T11:50:00.000Z',
  doneAt: '2026-11-21T11:50:01.000Z',
  ...more,
});
const lagOf = (ends: HubEnd[] | undefined, positions: HubPositionDocument[]) =>
  partitionStates(ends, positions, now).map(({ partition, lagMessages, lagSeconds }) => [
    partition,
    lagMessages,
    lagSeconds,
  ]);

test.each([
  ['what stands behind the last message that is done', end(), [done(89)], 10, 600],
  ['nothing when all is done, however long ago', end(), [done(99)], 0, 0],
  ['all that the hub holds when nothing was ever done', end({ firstSequence: 40 }), [], 60, null],
  ['nothing of a partition that is empty', end({ firstSequence: 100 }), [], 0, 0],
  ['nothing of a partition that never held anything', end({ firstSequence: 0, lastSequence: -1 }), [], 0, 0],
  ['no more than the hub still holds', end({ firstSequence: 95 }), [done(10)], 5, 600],
  ['all of a hub that was made anew', end({ lastSequence: 4 }), [done(5000)], 5, 600],
])('the lag is %s', (_, hub, positions, messages, seconds) => {
  expect(lagOf([hub], positions)).toEqual([['0', messages, seconds]]);
});

test('is not known while the hub does not answer', () => {
  expect(partitionStates(undefined, [done(7)], now)).toEqual([
    {
      partition: '0',
      lastSequence: null,
      lastEnqueuedAt: null,
      doneSequence: 7,
      doneEnqueuedAt: '2026-11-21T11:50:00.000Z',
      lagMessages: null,
      lagSeconds: null,
    },
  ]);
});

test('partitions stand in the order of their numbers', () => {
  const ends = ['10', '9', '0'].map((partitionId) => end({ partitionId }));
  expect(lagOf(ends, []).map(([partition]) => partition)).toEqual(['0', '9', '10']);
});
