import { quarantineId, readQuarantineId } from '../../../shared/core/ingest/quarantineId';

const place = {
  enqueuedAt: '2026-11-21T08:00:00.000Z',
  hubPartition: '3',
  sequence: 41,
  index: -1,
  code: 'NotJson',
} as const;

test('says where the input stood and why it is there', () => {
  expect(quarantineId(place)).toBe('2026-11-21.3.41.-1.NotJson');
  expect(readQuarantineId('2026-11-21.3.41.-1.NotJson')).toEqual({
    day: '2026-11-21',
    hubPartition: '3',
    sequence: 41,
    index: -1,
    code: 'NotJson',
  });
});

test('names messages of queues too', () => {
  const id = quarantineId({ ...place, hubPartition: 'queue-work-00aa', sequence: 0, index: 0, code: 'MessageInvalid' });
  expect(readQuarantineId(id)?.hubPartition).toBe('queue-work-00aa');
});

test.each([
  '',
  '2026-11-21.3.41.-1.Nothing',
  '2026-11-21.../../x.41.0.NotJson',
  '2026-11-21.3/4.41.0.NotJson',
  '2026-11-21.3.41.-2.NotJson',
  '2026-11-21.3.41.0.NotJson.more',
  '2026-11-21.3.41.0.constructor',
])('%p is no id', (id) => {
  expect(readQuarantineId(id)).toBeUndefined();
});
