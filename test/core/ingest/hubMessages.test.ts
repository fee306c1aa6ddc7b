import { hubMessages } from '../../../shared/core/ingest/hubMessages';

const metadata = {
  partitionContext: { partitionId: '3', consumerGroup: '$Default' },
  sequenceNumberArray: [41, '42'],
  enqueuedTimeUtcArray: ['2026-11-21T08:00:00Z', new Date('2026-11-21T08:00:01.5Z')],
  propertiesArray: [{ resourceId: 'x' }, null],
  offsetArray: ['1', '2'],
};
const bodies = [Buffer.from('a'), new Uint8Array([98])];

test('each body is put together with where and when it stood in its partition', () => {
  expect(hubMessages(bodies, metadata)).toEqual({
    partitionId: '3',
    messages: [
      { body: bodies[0], sequence: 41, enqueuedAt: '2026-11-21T08:00:00.000Z', properties: { resourceId: 'x' } },
      { body: bodies[1], sequence: 42, enqueuedAt: '2026-11-21T08:00:01.500Z', properties: {} },
    ],
  });
});

test('an empty batch is fine', () => {
  const none = { ...metadata, sequenceNumberArray: [], enqueuedTimeUtcArray: [], propertiesArray: [] };
  expect(hubMessages([], none)).toEqual({ partitionId: '3', messages: [] });
});

test.each<[string, unknown, unknown]>([
  ['text instead of bytes', ['a', 'b'], metadata],
  ['no list', Buffer.from('a'), metadata],
  ['no metadata', bodies, undefined],
  ['no partition', bodies, { ...metadata, partitionContext: {} }],
  ['fewer sequence numbers than bodies', bodies, { ...metadata, sequenceNumberArray: [41] }],
  ['fewer times than bodies', bodies, { ...metadata, enqueuedTimeUtcArray: ['2026-11-21T08:00:00Z'] }],
  ['a sequence that is no number', bodies, { ...metadata, sequenceNumberArray: [41, 'x'] }],
])('%s is an error of the trigger, not a batch with holes', (_, given, about) => {
  expect(() => hubMessages(given, about)).toThrow(/must be a list|invalid|no sequence number/i);
});
